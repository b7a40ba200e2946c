package dev.yadori.api.subresource;

import dev.yadori.api.http.HttpStatus;
import dev.yadori.api.subresource.Write.Op;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineSpec;
import dev.yadori.crds.v1.VirtualMachineStatus;
import dev.yadori.crds.v1.VirtualMachineStatus.StateChangeAction;
import dev.yadori.crds.v1.VirtualMachineStatus.StateChangeRequest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What start, stop, restart and migrate mean for a VirtualMachine and the instance that it has, if any. Pure. */
final class MachineDecisions {

    private static final String KIND = "virtualmachine";
    private static final String UNDERWAY = "unable to complete request: stop/start already underway";
    private static final String NOT_RUNNING = "VM is not running";

    private final VirtualMachine machine;
    private final InstanceView instance;
    private final RunStrategy strategy;

    MachineDecisions(VirtualMachine machine, Optional<VirtualMachineInstance> instance) {
        this.machine = machine;
        this.instance = new InstanceView(instance);
        this.strategy = strategy(machine.getSpec());
    }

    Decision start(Options.Start options) {
        if (instance.isActive()) {
            return conflict("VM is already running");
        }
        if (Conditions.isTrue(conditions(), ConditionTypes.MANUAL_RECOVERY_REQUIRED)) {
            return conflict("VM is in a failed migration of its volumes and needs manual recovery");
        }
        return switch (strategy) {
            case HALTED -> options.paused() ? startPaused() : write(runs(true));
            case RERUN_ON_FAILURE ->
                instance.isIn(VirtualMachineInstancePhase.FAILED)
                        ? conflict(strategy.wire() + " does not support starting VM from failed state")
                        : requestStart(options);
            case MANUAL -> requestStart(options);
            case ALWAYS, ONCE, WAIT_AS_RECEIVER, UNRECOGNIZED ->
                conflict(strategy.wire() + " does not support manual start requests");
        };
    }

    /** The request comes first: a machine that runs without it would start a guest that is not paused. */
    private Decision startPaused() {
        return underway()
                ? conflict(UNDERWAY)
                : write(
                        requests(List.of(new StateChangeRequest(StateChangeAction.START, null, paused()))),
                        new Write.PatchMachine(List.of(runsOp(true))));
    }

    private Decision requestStart(Options.Start options) {
        if (underway()) {
            return conflict(UNDERWAY);
        }
        List<StateChangeRequest> requests = new ArrayList<>();
        instance.uid().ifPresent(uid -> requests.add(new StateChangeRequest(StateChangeAction.STOP, uid, Map.of())));
        requests.add(new StateChangeRequest(StateChangeAction.START, null, options.paused() ? paused() : Map.of()));
        return write(requests(requests));
    }

    Decision stop(Options.Stop options) {
        if (options.gracePeriod() != null && options.gracePeriod() < 0) {
            return new Decision.Refused(Refusal.badRequest("gracePeriod has to be greater or equal to 0"));
        }
        List<Write> writes = new ArrayList<>();
        if (options.gracePeriod() != null) {
            instance.withGrace(options.gracePeriod()).ifPresent(writes::add);
        }
        return switch (strategy) {
            case HALTED -> stopHalted(options, writes);
            case MANUAL, RERUN_ON_FAILURE -> {
                if (!instance.isActive()) {
                    yield conflict(NOT_RUNNING);
                }
                writes.add(requests(List.of(new StateChangeRequest(
                        StateChangeAction.STOP, instance.uid().orElse(null), Map.of()))));
                yield new Decision.Do(writes);
            }
            case ALWAYS, ONCE, WAIT_AS_RECEIVER, UNRECOGNIZED -> {
                writes.add(runs(false));
                yield new Decision.Do(writes);
            }
        };
    }

    private Decision stopHalted(Options.Stop options, List<Write> writes) {
        if (!instance.isActive()) {
            return conflict(NOT_RUNNING);
        }
        if (options.gracePeriod() == null || options.gracePeriod() >= instance.graceSeconds()) {
            return conflict(strategy.wire() + " only supports manual stop requests with a shorter graceperiod");
        }
        return new Decision.Do(writes);
    }

    Decision restart(Options.Restart options) {
        Long grace = options.gracePeriodSeconds();
        if (grace != null && grace != 0) {
            return new Decision.Refused(Refusal.badRequest(
                    grace < 0
                            ? "gracePeriod has to be greater or equal to 0"
                            : "For force restart, only gracePeriod=0 is supported for now"));
        }
        if (strategy == RunStrategy.HALTED || strategy == RunStrategy.ONCE) {
            return conflict(strategy.wire() + " does not support manual restart requests");
        }
        if (!instance.isActive()) {
            return conflict(NOT_RUNNING);
        }
        if (underway()) {
            return new Decision.Refused(new Refusal(HttpStatus.FAILED, UNDERWAY));
        }
        List<Write> writes = new ArrayList<>();
        writes.add(requests(List.of(
                new StateChangeRequest(StateChangeAction.STOP, instance.uid().orElse(null), Map.of()),
                new StateChangeRequest(StateChangeAction.START, null, Map.of()))));
        if (grace != null) {
            // Zero would stand for the default.
            instance.withGrace(1).ifPresent(writes::add);
        }
        return new Decision.Do(writes);
    }

    Decision migrate(Options.Migrate options) {
        if (!instance.isIn(VirtualMachineInstancePhase.RUNNING)) {
            return conflict(NOT_RUNNING);
        }
        var metadata = new ObjectMetaBuilder()
                .withGenerateName("kubevirt-migrate-vm-")
                .withNamespace(machine.getMetadata().getNamespace())
                .build();
        var spec = new VirtualMachineInstanceMigrationSpec(
                machine.getMetadata().getName(), options.addedNodeSelector(), null, null, null);
        return write(new Write.CreateMigration(new VirtualMachineInstanceMigration(metadata, spec)));
    }

    static RunStrategy strategy(@Nullable VirtualMachineSpec spec) {
        if (spec == null) {
            return RunStrategy.HALTED;
        }
        if (spec.runStrategy() != null) {
            return spec.runStrategy();
        }
        return Boolean.TRUE.equals(spec.running()) ? RunStrategy.ALWAYS : RunStrategy.HALTED;
    }

    /** In the field that the user has chosen. */
    private Write runs(boolean shall) {
        return new Write.PatchMachine(List.of(version(), runsOp(shall)));
    }

    private Op runsOp(boolean shall) {
        VirtualMachineSpec spec = machine.getSpec();
        return spec != null && spec.running() != null
                ? Op.add("/spec/running", shall)
                : Op.add("/spec/runStrategy", shall ? RunStrategy.ALWAYS.wire() : RunStrategy.HALTED.wire());
    }

    private Write requests(List<StateChangeRequest> requests) {
        List<Op> patch = new ArrayList<>();
        patch.add(version());
        if (machine.getStatus() == null) {
            patch.add(Op.add("/status", Map.of()));
        }
        patch.add(Op.add("/status/stateChangeRequests", requests));
        return new Write.PatchMachineStatus(patch);
    }

    private Op version() {
        return Op.version(machine.getMetadata().getResourceVersion());
    }

    private boolean underway() {
        VirtualMachineStatus status = machine.getStatus();
        return status != null && !status.stateChangeRequests().isEmpty();
    }

    private List<Condition> conditions() {
        VirtualMachineStatus status = machine.getStatus();
        return status == null ? List.of() : status.conditions();
    }

    private static Map<String, String> paused() {
        return Map.of("paused", "true");
    }

    private Decision conflict(String message) {
        return new Decision.Refused(Refusal.conflict(KIND, machine.getMetadata().getName(), message));
    }

    private static Decision write(Write... writes) {
        return new Decision.Do(List.of(writes));
    }
}
