package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.ClaimInfo;
import dev.yadori.crds.v1.ConditionReasons;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.MigrationTransport;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.CpuTopology;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.MachineStatus;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.MemoryStatus;
import dev.yadori.handler.launch.GuestMemory;
import dev.yadori.handler.launch.Topology;
import dev.yadori.handler.launcher.GuestAgent;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The status of a guest that is there, all of it, so that one write is enough. */
final class RunningStatus {
    private static final String NO_SELINUX = "none";

    private final VirtualMachineInstanceStatus current;
    private final VmiObserved seen;
    private final StatusDraft draft;

    private RunningStatus(VirtualMachineInstanceStatus current, VmiObserved seen, StatusDraft draft) {
        this.current = current;
        this.seen = seen;
        this.draft = draft;
    }

    static void write(VirtualMachineInstanceStatus current, VmiObserved seen, GuestReport report, StatusDraft draft) {
        new RunningStatus(current, seen, draft).write(report);
    }

    private void write(GuestReport report) {
        draft.phase(VirtualMachineInstancePhase.RUNNING);
        draft.without(ConditionTypes.SYNCHRONIZED);
        ready(report);
        paused(report);
        AgentStatus.write(current, seen.vmi().getSpec(), report, draft);
        present(
                ConditionTypes.SOFTWARE_EMULATION,
                !report.accelerated(),
                "the guest runs without hardware acceleration, and is slow");
        interfaces(report);
        if (!report.machineType().isEmpty()) {
            draft.set("machine", current.machine(), new MachineStatus(report.machineType()));
        }
        draft.set("selinuxContext", current.selinuxContext(), NO_SELINUX);
        draft.set("migrationTransport", current.migrationTransport(), MigrationTransport.UNIX);
        var spec = seen.vmi().getSpec();
        if (spec != null && spec.domain() != null) {
            hardware(spec, spec.domain());
        }
    }

    /**
     * Where another life of this process has plumbed the pod, what it has written is gone on with. An agent that names no
     * interface at all was not asked yet, or does not answer that.
     */
    private void interfaces(GuestReport report) {
        var agents = new AgentInterfaces(seen.vmi().getSpec());
        var known = seen.launcher()
                .findings()
                .map(Findings::links)
                .map(InterfaceStatuses::of)
                .orElseGet(() -> agents.without(current.interfaces()));
        var present = report.cards()
                .map(cards -> InterfaceStatuses.present(known, cards))
                .orElse(known);
        var nics = report.agent()
                .map(GuestAgent::nics)
                .filter(said -> !said.isEmpty())
                .orElseGet(() -> AgentInterfaces.saidBefore(current.interfaces(), present));
        var all = agents.merged(present, nics);
        if (!all.isEmpty() || report.cards().isPresent()) {
            var attached = seen.pod().map(PodFacts::attached).orElse(Set.of());
            draft.set("interfaces", current.interfaces(), InterfaceStatuses.attached(all, attached));
        }
    }

    private void hardware(VirtualMachineInstanceSpec spec, DomainSpec domain) {
        var volumes = VolumeTargets.of(spec, current.volumeStatus(), claims());
        draft.set("volumeStatus", current.volumeStatus(), volumes);
        var migratability = Migratability.of(seen.vmi(), volumes);
        draft.condition(
                ConditionTypes.LIVE_MIGRATABLE,
                migratability.possible(),
                migratability.reason(),
                migratability.message());
        draft.set("migrationMethod", current.migrationMethod(), migratability.method());
        var topology = Topology.of(domain);
        draft.set(
                "currentCPUTopology",
                current.currentCPUTopology(),
                new CpuTopology(topology.getSockets(), topology.getCores(), topology.getThreads()));
        GuestMemory.of(domain).ifPresent(guest -> draft.set("memory", current.memory(), memory(guest)));
    }

    private Map<String, ClaimInfo> claims() {
        return seen.launcher().findings().map(Findings::claims).orElse(Map.of());
    }

    private MemoryStatus memory(Quantity guest) {
        var known = Optional.ofNullable(current.memory());
        return new MemoryStatus(
                known.map(MemoryStatus::guestAtBoot).orElse(guest),
                guest,
                guest,
                known.<@Nullable Quantity>map(MemoryStatus::memoryOverhead).orElse(null));
    }

    /** A guest is as ready as its pod, unless it is paused, which the pod learns only later. */
    private void ready(GuestReport report) {
        var pod = seen.pod();
        if (pod.isEmpty()) {
            return;
        }
        var readiness = pod.get().readiness();
        if (pod.get().deleting()) {
            draft.condition(ConditionTypes.READY, false, ConditionReasons.POD_TERMINATING, "the pod is being deleted");
        } else if (report.state() instanceof GuestState.Paused(var why) && why != GuestState.PauseReason.MIGRATION) {
            draft.condition(ConditionTypes.READY, false, ConditionReasons.GUEST_NOT_RUNNING, "the guest is paused");
        } else if (readiness.isEmpty()) {
            draft.condition(
                    ConditionTypes.READY,
                    false,
                    ConditionReasons.POD_CONDITION_MISSING,
                    "the pod does not say whether it is ready");
        } else {
            draft.condition(
                    ConditionTypes.READY,
                    readiness.get().ready(),
                    readiness.get().reason(),
                    readiness.get().message());
        }
    }

    private void paused(GuestReport report) {
        if (!(report.state() instanceof GuestState.Paused(var reason))) {
            // A guest that is asked to end may be paused still; it is the end that matters then.
            draft.without(ConditionTypes.PAUSED);
            return;
        }
        switch (reason) {
            case USER, START_STRATEGY ->
                draft.condition(
                        ConditionTypes.PAUSED,
                        true,
                        ConditionReasons.PAUSED_BY_USER,
                        "the guest was paused on request");
            case IO_ERROR ->
                draft.condition(
                        ConditionTypes.PAUSED,
                        true,
                        ConditionReasons.PAUSED_IO_ERROR,
                        "the guest was paused because of an error of a disk");
            // Moving is not what a user would have to know of.
            case MIGRATION -> draft.without(ConditionTypes.PAUSED);
            case OTHER -> draft.condition(ConditionTypes.PAUSED, true, "Paused", Objects.toString(report.message()));
        }
    }

    private void present(String type, boolean present, String message) {
        if (present) {
            draft.condition(type, true, "", message);
        } else {
            draft.without(type);
        }
    }
}
