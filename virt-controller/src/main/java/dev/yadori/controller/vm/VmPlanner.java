package dev.yadori.controller.vm;

import dev.yadori.controller.status.Conditions;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineSpec;
import dev.yadori.crds.v1.VirtualMachineSpec.VirtualMachineTemplate;
import dev.yadori.crds.v1.VirtualMachineStatus;
import dev.yadori.crds.v1.VirtualMachineStatus.StartFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a VirtualMachine needs, from what is seen of it: no clock, no client. */
final class VmPlanner {

    /** On an object that is deleted without what it owns, by the API server. */
    private static final String ORPHAN_FINALIZER = "orphan";

    private static final VirtualMachineStatus EMPTY = new VirtualMachineStatus(
            null, null, null, List.of(), null, null, null, List.of(), null, null, null, List.of(), List.of(), null,
            null, null, null, null);

    private final VirtualMachine vm;
    private final VmObserved observed;
    private final Instant now;
    private final RunStrategy wanted;

    private VmPlanner(VirtualMachine vm, VmObserved observed, Instant now) {
        this.vm = vm;
        this.observed = observed;
        this.now = now;
        this.wanted = RunStrategyRules.wanted(vm.getSpec());
    }

    static VmPlan plan(VirtualMachine vm, VmObserved observed, Instant now) {
        var planner = new VmPlanner(vm, observed, now);
        return vm.isMarkedForDeletion() ? planner.planDeletion() : planner.planRun();
    }

    private VmPlan planRun() {
        var own = observed.instance().own();
        var startFailure = StartFailures.next(statusNow().startFailure(), wanted, own, now);
        var requests = requests(own);
        var decision = decide(requests, startFailure);
        var actions = actions(decision, own);
        var draft = new Draft(startFailure, requests, inEffect(decision, own), !actions.isEmpty());
        var due = decision instanceof RunDecision.StartLater(var at) ? Optional.of(at) : Optional.<Instant>empty();
        return new VmPlan(status(draft), draft.isIntentOf(statusNow()), actions, due);
    }

    /** A restart after a failure is a request, so that it is not forgotten when the instance that failed is gone. */
    private Requests requests(Optional<VirtualMachineInstance> own) {
        var open = new Requests(statusNow().stateChangeRequests()).withoutSatisfied(own);
        boolean rerun = wanted == RunStrategy.RERUN_ON_FAILURE && InstanceLife.of(own) == InstanceLife.FAILED;
        return rerun && !open.hasStart() ? open.withStart() : open;
    }

    private RunDecision decide(Requests requests, @Nullable StartFailure startFailure) {
        if (!observed.instance().isFree()) {
            return new RunDecision.Nothing();
        }
        var life = InstanceLife.of(observed.instance().own());
        var decision = RunStrategyRules.decide(wanted, statusNow().runStrategy(), life, requests);
        var retryAt = startFailure == null ? null : startFailure.retryAfterTimestamp();
        return decision instanceof RunDecision.Start && retryAt != null && now.isBefore(retryAt)
                ? new RunDecision.StartLater(retryAt)
                : decision;
    }

    private List<VmAction> actions(RunDecision decision, Optional<VirtualMachineInstance> own) {
        return switch (decision) {
            case RunDecision.Start(boolean paused) -> {
                boolean ranBefore = statusNow().observedGeneration() != null
                        && !Objects.equals(
                                statusNow().observedGeneration(),
                                vm.getMetadata().getGeneration());
                var instance = InstanceTemplate.instantiate(vm, observed.defaultBinding(), paused);
                yield List.of(new VmAction.CreateInstance(instance, ranBefore));
            }
            case RunDecision.Stop _ ->
                own.<VmAction>map(VmAction.DeleteInstance::new).stream().toList();
            case RunDecision.StartLater _, RunDecision.Nothing _ ->
                Stream.of(adoption(), update(own).or(() -> raisedGeneration(own)), finish(own))
                        .flatMap(Optional::stream)
                        .toList();
        };
    }

    private static Optional<VmAction> finish(Optional<VirtualMachineInstance> own) {
        return own.filter(InstanceLife::isOver).map(VmAction.FinishInstance::new);
    }

    /** A guest that nobody controls is taken over, but not in order to stop it. */
    private Optional<VmAction> adoption() {
        return observed.instance() instanceof ObservedInstance.Unowned(var instance)
                        && !instance.isMarkedForDeletion()
                        && mayRun()
                ? Optional.of(new VmAction.AdoptInstance(instance))
                : Optional.empty();
    }

    private boolean mayRun() {
        return switch (wanted) {
            case ALWAYS, RERUN_ON_FAILURE, ONCE, MANUAL -> true;
            case HALTED, WAIT_AS_RECEIVER, UNRECOGNIZED -> false;
        };
    }

    /** Where a change of the spec left the template as it was, the guest is already what the new generation wants. */
    private Optional<VmAction> raisedGeneration(Optional<VirtualMachineInstance> own) {
        return own.filter(instance -> InstanceLife.of(own) == InstanceLife.ACTIVE)
                .filter(instance ->
                        isOlder(instance) && Revisions.recordedFor(instance).isPresent())
                .filter(instance -> observed.runningSpec()
                        .filter(running -> Objects.equals(running.template(), template(vm.getSpec()))
                                && !needRestart(Optional.of(instance), running))
                        .isPresent())
                .map(instance ->
                        new VmAction.RaiseGeneration(instance, vm.getMetadata().getGeneration()));
    }

    /** What is live in the template is live in the guest. */
    private Optional<VmAction> update(Optional<VirtualMachineInstance> own) {
        var wanted = guest(vm.getSpec());
        return own.filter(instance -> InstanceLife.of(own) == InstanceLife.ACTIVE && instance.getSpec() != null)
                .filter(_ -> wanted != null && observed.runningSpec().isPresent())
                .map(instance ->
                        new VmAction.UpdateInstance(instance, behind(instance, Objects.requireNonNull(wanted))))
                .filter(update -> !update.fields().isEmpty())
                .map(VmAction.class::cast);
    }

    private Map<String, Object> behind(VirtualMachineInstance instance, VirtualMachineInstanceSpec wanted) {
        var spec = Objects.requireNonNull(instance.getSpec());
        var changes = new TreeMap<>(LiveFields.behind(spec, reachable(wanted)));
        laterCards(instance, wanted)
                .map(cards -> cards.addedTo(
                        InterfaceStates.follow(spec, reachable(wanted)),
                        vm.getMetadata().getUid()))
                .filter(grown -> !grown.networks().equals(spec.networks()))
                .ifPresent(grown -> {
                    changes.put("networks", grown.networks());
                    changes.put("domain/devices/interfaces", grown.interfaces());
                });
        return changes;
    }

    private Optional<LaterCards> laterCards(
            VirtualMachineInstance instance, @Nullable VirtualMachineInstanceSpec template) {
        return template == null || instance.getSpec() == null
                ? Optional.empty()
                : observed.runningSpec()
                        .map(VmPlanner::guest)
                        .map(started -> LaterCards.of(instance, started, template));
    }

    private VirtualMachineInstanceSpec reachable(VirtualMachineInstanceSpec template) {
        return observed.runningSpec()
                .map(VmPlanner::guest)
                .map(started -> InterfaceStates.within(started, template))
                .orElse(template);
    }

    private boolean isOlder(VirtualMachineInstance instance) {
        return Revisions.generationOf(instance)
                .filter(generation -> generation < vm.getMetadata().getGeneration())
                .isPresent();
    }

    /** Once and RerunOnFailure are in effect when their first instance is there: until then they still have to start it. */
    private @Nullable RunStrategy inEffect(RunDecision decision, Optional<VirtualMachineInstance> own) {
        boolean starting = decision instanceof RunDecision.Start || decision instanceof RunDecision.StartLater;
        boolean pending =
                starting && own.isEmpty() && (wanted == RunStrategy.ONCE || wanted == RunStrategy.RERUN_ON_FAILURE);
        return pending || wanted == RunStrategy.UNRECOGNIZED ? statusNow().runStrategy() : wanted;
    }

    private VmPlan planDeletion() {
        boolean orphans = vm.getMetadata().getFinalizers().contains(ORPHAN_FINALIZER);
        List<VmAction> actions = switch (observed.instance()) {
            case ObservedInstance.Own(var instance) -> release(instance, orphans);
            // The garbage collector was here first, and does not know our finalizer.
            case ObservedInstance.Unowned(var instance)
            when instance.hasFinalizer(KubeVirtNames.VM_CONTROLLER_FINALIZER) ->
                List.of(new VmAction.ReleaseInstance(instance));
            case ObservedInstance.Absent _, ObservedInstance.Unowned _, ObservedInstance.Foreign _ ->
                List.of(new VmAction.RemoveFinalizer());
        };
        var known = statusNow();
        var draft = new Draft(
                known.startFailure(),
                new Requests(known.stateChangeRequests()),
                known.runStrategy(),
                !actions.isEmpty());
        return new VmPlan(status(draft), false, actions, Optional.empty());
    }

    private static List<VmAction> release(VirtualMachineInstance instance, boolean orphans) {
        if (orphans) {
            return List.of(new VmAction.ReleaseInstance(instance));
        }
        return instance.isMarkedForDeletion()
                ? finish(Optional.of(instance)).stream().toList()
                : List.of(new VmAction.DeleteInstance(instance));
    }

    private VirtualMachineStatus status(Draft draft) {
        var own = observed.instance().own();
        var facts = new VmFacts(vm, own, wanted, draft.startFailure());
        var known = statusNow();
        var conditions =
                failure(draft, restartRequired(VmConditions.merge(new Conditions(known.conditions(), now), facts)));
        return new VirtualMachineStatus(
                PrintableStatusRules.of(facts),
                own.isPresent(),
                facts.has(ConditionTypes.READY, "True"),
                conditions.all(),
                draft.inEffect(),
                own.flatMap(Revisions::generationOf).orElse(known.observedGeneration()),
                vm.getMetadata().getGeneration(),
                draft.requests().pending(),
                draft.startFailure(),
                known.snapshotInProgress(),
                known.restoreInProgress(),
                known.volumeRequests(),
                known.volumeSnapshotStatuses(),
                known.memoryDumpRequest(),
                known.volumeUpdateState(),
                known.changedBlockTracking(),
                known.instancetypeRef(),
                known.preferenceRef());
    }

    /** Kept while there is something to do that may fail again; set where an instance of somebody else is in the way. */
    private Conditions failure(Draft draft, Conditions conditions) {
        boolean blocked = !observed.instance().isFree() && adoption().isEmpty();
        if (blocked && !vm.isMarkedForDeletion()) {
            return conditions.with(
                    ConditionTypes.FAILURE,
                    "True",
                    "FailedCreate",
                    "VirtualMachineInstance " + vm.getMetadata().getName()
                            + " exists and is not controlled by this VirtualMachine");
        }
        return draft.acts() ? conditions : conditions.without(ConditionTypes.FAILURE);
    }

    /** Unchanged where it is not known what the instance was made from. */
    private Conditions restartRequired(Conditions conditions) {
        var own = observed.instance().own();
        boolean current = own.filter(instance -> isOlder(instance) || Revisions.isOfAnother(vm, instance))
                .isEmpty();
        if (current || own.filter(InstanceLife::isFinal).isPresent()) {
            return conditions.without(ConditionTypes.RESTART_REQUIRED);
        }
        return observed.runningSpec()
                .map(running -> needRestart(own, running)
                        ? conditions.with(
                                ConditionTypes.RESTART_REQUIRED,
                                "True",
                                "RestartRequired",
                                "a non-live-updatable field was changed in the template spec")
                        : conditions.without(ConditionTypes.RESTART_REQUIRED))
                .orElse(conditions);
    }

    private boolean needRestart(Optional<VirtualMachineInstance> own, VirtualMachineSpec running) {
        var template = guest(vm.getSpec());
        return own.flatMap(instance -> laterCards(instance, template))
                .map(LaterCards::needRestart)
                .orElseGet(() -> LiveFields.needRestart(guest(running), template));
    }

    private static @Nullable VirtualMachineInstanceSpec guest(@Nullable VirtualMachineSpec spec) {
        var template = template(spec);
        return template == null ? null : template.spec();
    }

    private static @Nullable VirtualMachineTemplate template(@Nullable VirtualMachineSpec spec) {
        return spec == null ? null : spec.template();
    }

    private VirtualMachineStatus statusNow() {
        return Objects.requireNonNullElse(vm.getStatus(), EMPTY);
    }

    /** What was decided that the status says. */
    private record Draft(
            @Nullable StartFailure startFailure,
            Requests requests,
            @Nullable RunStrategy inEffect,
            boolean acts) {

        /** Whether it says what known does not and what the next pass goes by. */
        boolean isIntentOf(VirtualMachineStatus known) {
            return !Objects.equals(startFailure, known.startFailure())
                    || !requests.pending().equals(known.stateChangeRequests());
        }
    }
}
