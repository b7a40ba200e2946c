package dev.yadori.controller.vm;

import static dev.yadori.controller.vm.Cases.NOW;
import static dev.yadori.controller.vm.Cases.VMI_UID;
import static dev.yadori.controller.vm.Cases.VM_UID;
import static dev.yadori.controller.vm.Cases.deleting;
import static dev.yadori.controller.vm.Cases.inEffect;
import static dev.yadori.controller.vm.Cases.instance;
import static dev.yadori.controller.vm.Cases.seen;
import static dev.yadori.controller.vm.Cases.start;
import static dev.yadori.controller.vm.Cases.startPaused;
import static dev.yadori.controller.vm.Cases.status;
import static dev.yadori.controller.vm.Cases.stop;
import static dev.yadori.controller.vm.Cases.vm;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.FAILED;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.RUNNING;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.config.ClusterConfig.Binding;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.PrintableStatus;
import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec.StartStrategy;
import dev.yadori.crds.v1.VirtualMachineSpec;
import dev.yadori.crds.v1.VirtualMachineStatus.StartFailure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VmPlannerTest {

    @Test
    void instanceIsMadeFromTheTemplateAndItsRevisionKept() {
        var plan = plan(vm(RunStrategy.ALWAYS), null);

        var create = (VmAction.CreateInstance) plan.actions().getFirst();
        var metadata = create.instance().getMetadata();
        assertThat(metadata.getName()).isEqualTo("web");
        assertThat(metadata.getLabels()).isEqualTo(Map.of("app", "web"));
        assertThat(metadata.getAnnotations())
                .isEqualTo(Map.of("note", "<kept> & so on", "kubevirt.io/vm-generation", "3"));
        assertThat(metadata.getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo(VM_UID);
            assertThat(owner.getKind()).isEqualTo("VirtualMachine");
            assertThat(owner.getController()).isTrue();
        });
        var revision = Revisions.of(vm(RunStrategy.ALWAYS), Cases.SERIALIZATION);
        assertThat(revision.getMetadata().getName()).isEqualTo("revision-start-vm-" + VM_UID + "-3");
        assertThat(revision.getRevision()).isEqualTo(3L);
        assertThat(Revisions.nameFor(create.instance()))
                .contains(revision.getMetadata().getName());
        assertThat(plan.statusFirst()).isFalse();
    }

    @Test
    void identityIsTheSameAtEachStart() {
        var first = domain(plan(vm(RunStrategy.ALWAYS), null));
        var again = domain(plan(vm(RunStrategy.ALWAYS), null));
        var cards = Objects.requireNonNull(first.devices()).interfaces();

        assertThat(again).isEqualTo(first);
        assertThat(Objects.requireNonNull(first.firmware()).uuid()).matches("[0-9a-f-]{14}5[0-9a-f-]{21}");
        assertThat(Objects.requireNonNull(first.firmware()).serial())
                .isNotNull()
                .isNotEqualTo(first.firmware().uuid());
        assertThat(cards.getFirst().macAddress()).matches("02(:[0-9a-f]{2}){5}");
        assertThat(cards.getLast().macAddress()).as("a bridge keeps the pod's").isNull();
    }

    @Test
    void startThatIsAskedForPausedLeavesTheGuestPaused() {
        var plan = plan(vm(RunStrategy.ALWAYS, inEffect(RunStrategy.HALTED, startPaused())), null);

        var create = (VmAction.CreateInstance) plan.actions().getFirst();
        assertThat(Objects.requireNonNull(create.instance().getSpec()).startStrategy())
                .isEqualTo(StartStrategy.PAUSED);
        assertThat(plan.status().stateChangeRequests()).as("until it is there").containsExactly(startPaused());
    }

    @Test
    void failureIsStoredBeforeTheInstanceGoes() {
        var plan = plan(vm(RunStrategy.ALWAYS, inEffect(RunStrategy.ALWAYS)), instance(FAILED));

        assertThat(plan.statusFirst()).isTrue();
        assertThat(Objects.requireNonNull(plan.status().startFailure()).lastFailedVMIUID())
                .isEqualTo(VMI_UID);
        assertThat(plan.actions()).hasOnlyElementsOfType(VmAction.DeleteInstance.class);
    }

    @Test
    void startWaitsForTheBackOff() {
        var later = NOW.plusSeconds(7);
        var known = status(RunStrategy.ALWAYS, new StartFailure(1, "before", later), List.of());

        var plan = plan(vm(RunStrategy.ALWAYS, known), null);

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.dueAt()).contains(later);
        assertThat(plan.status().printableStatus()).isEqualTo(PrintableStatus.CRASH_LOOP_BACK_OFF);
    }

    @Test
    void startFollowsTheBackOff() {
        var known = status(RunStrategy.ALWAYS, new StartFailure(1, "before", NOW), List.of());

        assertThat(plan(vm(RunStrategy.ALWAYS, known), null).startsInstance()).isTrue();
    }

    @Test
    void rerunAfterFailureIsARequestUntilTheNextInstanceIsThere() {
        var failed = plan(vm(RunStrategy.RERUN_ON_FAILURE, inEffect(RunStrategy.RERUN_ON_FAILURE)), instance(FAILED));
        var ranBefore = failed.status().withConditions(List.of());

        assertThat(failed.statusFirst()).isTrue();
        assertThat(failed.status().stateChangeRequests()).containsExactly(start());
        assertThat(failed.actions()).hasOnlyElementsOfType(VmAction.DeleteInstance.class);

        var gone = VmPlanner.plan(vm(RunStrategy.RERUN_ON_FAILURE, ranBefore), seen(null), NOW.plusSeconds(600));
        assertThat(gone.startsInstance()).isTrue();

        var there = plan(vm(RunStrategy.RERUN_ON_FAILURE, gone.status()), instance(null));
        assertThat(there.status().stateChangeRequests()).isEmpty();
        assertThat(there.actions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RunStrategy.class,
            names = {"ONCE", "RERUN_ON_FAILURE"})
    void strategyIsInEffectWhenItsFirstInstanceIsThere(RunStrategy strategy) {
        var first = plan(vm(strategy), null);
        assertThat(first.startsInstance()).isTrue();
        assertThat(first.status().runStrategy()).isNull();

        var there = plan(vm(strategy), instance(null));
        assertThat(there.status().runStrategy()).isEqualTo(strategy);

        var gone = plan(vm(strategy, there.status()), null);
        assertThat(gone.actions()).isEmpty();
    }

    @Test
    void restartStopsThenStarts() {
        var known = inEffect(RunStrategy.MANUAL, stop(VMI_UID), start());

        var running = plan(vm(RunStrategy.MANUAL, known), instance(RUNNING));
        var stopping = plan(vm(RunStrategy.MANUAL, known), deleting(instance(RUNNING)));
        var gone = plan(vm(RunStrategy.MANUAL, known), null);

        assertThat(running.actions()).hasOnlyElementsOfType(VmAction.DeleteInstance.class);
        assertThat(stopping.actions()).isEmpty();
        assertThat(gone.startsInstance()).isTrue();
        assertThat(gone.statusFirst())
                .as("the stop is taken from the list first")
                .isTrue();
        assertThat(gone.status().stateChangeRequests()).containsExactly(start());
    }

    @Test
    void instanceOfSomebodyElseIsInTheWay() {
        var foreign = instance(RUNNING);
        foreign.getMetadata().getOwnerReferences().getFirst().setUid("of-another-vm");

        var plan = plan(vm(RunStrategy.ALWAYS), foreign);

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.status().created()).isFalse();
        assertThat(condition(plan, "Failure"))
                .get()
                .satisfies(failure -> assertThat(failure.message()).contains("not controlled by this VirtualMachine"));
    }

    @Test
    void instanceOfNobodyIsAdoptedToRunButNotToBeStopped() {
        var unowned = instance(RUNNING);
        unowned.getMetadata().setOwnerReferences(List.of());

        assertThat(plan(vm(RunStrategy.ALWAYS), unowned).actions())
                .containsExactly(new VmAction.AdoptInstance(unowned));
        assertThat(plan(vm(RunStrategy.HALTED), unowned).actions()).isEmpty();
        assertThat(condition(plan(vm(RunStrategy.HALTED), unowned), "Failure")).isPresent();
    }

    @Test
    void deletionTakesTheInstanceFirst() {
        var deleted = vm(RunStrategy.ALWAYS);
        deleted.getMetadata().setDeletionTimestamp(NOW.toString());

        assertThat(plan(deleted, instance(RUNNING)).actions()).hasOnlyElementsOfType(VmAction.DeleteInstance.class);
        assertThat(plan(deleted, deleting(instance(RUNNING))).actions()).isEmpty();
        assertThat(plan(deleted, null).actions()).containsExactly(new VmAction.RemoveFinalizer());
        assertThat(plan(deleted, instance(RUNNING)).status().printableStatus()).isEqualTo(PrintableStatus.TERMINATING);
    }

    @Test
    void instanceGoesWhenItsPodIsProvenGone() {
        var ending = deleting(instance(RUNNING));
        ending.getMetadata().setFinalizers(List.of(KubeVirtNames.VM_CONTROLLER_FINALIZER, KubeVirtNames.VMI_FINALIZER));
        var over = deleting(instance(RUNNING));
        over.getMetadata().setFinalizers(List.of(KubeVirtNames.VM_CONTROLLER_FINALIZER));
        var deleted = vm(RunStrategy.ALWAYS);
        deleted.getMetadata().setDeletionTimestamp(NOW.toString());

        for (var machine : List.of(vm(RunStrategy.ALWAYS), deleted)) {
            assertThat(plan(machine, ending).actions()).isEmpty();
            assertThat(plan(machine, over).actions()).containsExactly(new VmAction.FinishInstance(over));
        }
    }

    @Test
    void orphanDeletionLeavesTheInstance() {
        var deleted = vm(RunStrategy.ALWAYS);
        deleted.getMetadata().setDeletionTimestamp(NOW.toString());
        deleted.getMetadata().setFinalizers(List.of("orphan"));
        var running = instance(RUNNING);

        assertThat(plan(deleted, running).actions()).containsExactly(new VmAction.ReleaseInstance(running));
        running.getMetadata().setOwnerReferences(List.of());
        assertThat(plan(deleted, running).actions()).containsExactly(new VmAction.RemoveFinalizer());
        running.getMetadata().setFinalizers(List.of(KubeVirtNames.VM_CONTROLLER_FINALIZER));
        assertThat(plan(deleted, running).actions()).containsExactly(new VmAction.ReleaseInstance(running));
    }

    @Test
    void conditionsOfTheInstanceComeAndGo() {
        var agent = List.of(
                Map.of("type", "AgentConnected", "status", "True"),
                Map.of("type", "Ready", "status", "True", "lastTransitionTime", "2026-03-01T11:00:00Z"));

        var with = plan(vm(RunStrategy.ALWAYS), instance(RUNNING, Map.of("conditions", agent)));
        var without = plan(vm(RunStrategy.ALWAYS, with.status()), instance(RUNNING));

        assertThat(condition(with, "AgentConnected")).isPresent();
        assertThat(condition(with, "Ready").orElseThrow().status()).isEqualTo("True");
        assertThat(with.status().ready()).isTrue();
        assertThat(condition(without, "AgentConnected")).isEmpty();
        assertThat(condition(without, "Ready").orElseThrow().reason()).isEqualTo("VMIConditionMissing");
        assertThat(condition(plan(vm(RunStrategy.HALTED), null), "Ready")
                        .orElseThrow()
                        .reason())
                .isEqualTo("VMINotExists");
    }

    @Test
    void nothingIsWrittenTwice() {
        var first = plan(vm(RunStrategy.ALWAYS), instance(RUNNING));

        var again =
                VmPlanner.plan(vm(RunStrategy.ALWAYS, first.status()), seen(instance(RUNNING)), NOW.plusSeconds(3600));

        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.actions()).isEmpty();
    }

    @Test
    void changedGuestNeedsARestart() {
        var running = olderInstance();
        var other = Optional.of(Cases.spec(RunStrategy.ALWAYS, "64Mi"));

        var plan = VmPlanner.plan(vm(RunStrategy.ALWAYS), observed(running, other), NOW);

        assertThat(condition(plan, "RestartRequired")).isPresent();
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.status().observedGeneration()).isEqualTo(2L);
        assertThat(plan.status().desiredGeneration()).isEqualTo(3L);
    }

    @Test
    void guestFollowsWhatIsLiveWithoutARestart() {
        var running = olderInstance();
        var former = Optional.of(Cases.spec(RunStrategy.ALWAYS, "128Mi"));
        var vm = vm(RunStrategy.ALWAYS);
        vm.setSpec(Cases.placed(Cases.spec(RunStrategy.ALWAYS, "128Mi"), "zone", "a"));

        var plan = VmPlanner.plan(vm, observed(running, former), NOW);

        assertThat(condition(plan, "RestartRequired")).isEmpty();
        assertThat(plan.actions())
                .containsExactly(new VmAction.UpdateInstance(running, Map.of("nodeSelector", Map.of("zone", "a"))));
    }

    @Test
    void changeBesideTheGuestRaisesItsGeneration() {
        var running = olderInstance();
        var same = Optional.of(Cases.spec(RunStrategy.MANUAL, "128Mi"));

        var plan = VmPlanner.plan(vm(RunStrategy.ALWAYS), observed(running, same), NOW);

        assertThat(condition(plan, "RestartRequired")).isEmpty();
        assertThat(plan.actions()).containsExactly(new VmAction.RaiseGeneration(running, 3));
    }

    @Test
    void guestWithACardThatTheTemplateHasNoMoreStaysOlder() {
        var spec = Cases.spec(RunStrategy.ALWAYS, "128Mi");
        var running = olderInstance();
        running.setSpec(Cases.grown(spec));

        var plan = VmPlanner.plan(vm(RunStrategy.ALWAYS), observed(running, Optional.of(spec)), NOW);

        assertThat(condition(plan, "RestartRequired")).isPresent();
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void adoptedGuestIsComparedThoughItsGenerationIsThatOfAnother() {
        var adopted = instance(RUNNING, Map.of("virtualMachineRevisionName", "revision-start-vm-of-another-3"));
        var other = Optional.of(Cases.spec(RunStrategy.ALWAYS, "64Mi"));
        var same = Optional.of(Cases.spec(RunStrategy.ALWAYS, "128Mi"));

        assertThat(condition(VmPlanner.plan(vm(RunStrategy.ALWAYS), observed(adopted, other), NOW), "RestartRequired"))
                .isPresent();
        var equal = VmPlanner.plan(vm(RunStrategy.ALWAYS), observed(adopted, same), NOW);
        assertThat(condition(equal, "RestartRequired")).isEmpty();
        assertThat(equal.actions()).isEmpty();
    }

    @Test
    void unknownFormerSpecChangesNothing() {
        var known = status(
                RunStrategy.ALWAYS,
                null,
                List.of(new Condition("RestartRequired", "True", "RestartRequired", "changed", null, NOW)));

        var plan = VmPlanner.plan(vm(RunStrategy.ALWAYS, known), observed(olderInstance(), Optional.empty()), NOW);

        assertThat(condition(plan, "RestartRequired")).isPresent();
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void alwaysReplacesAGuestThatShutItselfDown() {
        var plan = plan(vm(RunStrategy.ALWAYS, inEffect(RunStrategy.ALWAYS)), instance(SUCCEEDED));

        assertThat(plan.actions()).hasOnlyElementsOfType(VmAction.DeleteInstance.class);
        assertThat(plan.status().startFailure()).isNull();
    }

    private static VirtualMachineInstance olderInstance() {
        var running = instance(RUNNING, Map.of("virtualMachineRevisionName", "revision-start-vm-" + VM_UID + "-2"));
        running.getMetadata().setAnnotations(Map.of("kubevirt.io/vm-generation", "2"));
        return running;
    }

    private static VmObserved observed(VirtualMachineInstance instance, Optional<VirtualMachineSpec> running) {
        return new VmObserved(new ObservedInstance.Own(instance), running, Binding.BRIDGE);
    }

    private static VmPlan plan(VirtualMachine vm, @Nullable VirtualMachineInstance instance) {
        return VmPlanner.plan(vm, seen(instance), NOW);
    }

    private static Optional<Condition> condition(VmPlan plan, String type) {
        return plan.status().conditions().stream()
                .filter(condition -> type.equals(condition.type()))
                .findFirst();
    }

    private static DomainSpec domain(VmPlan plan) {
        var create = (VmAction.CreateInstance) plan.actions().getFirst();
        return Objects.requireNonNull(
                Objects.requireNonNull(create.instance().getSpec()).domain());
    }
}
