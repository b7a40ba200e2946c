package dev.yadori.controller.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.vmi.Claims;
import dev.yadori.controller.vmi.LauncherPodState;
import dev.yadori.controller.vmi.LauncherPodState.Compute;
import dev.yadori.controller.vmi.Observation;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.controller.vmi.VmiAction;
import dev.yadori.controller.vmi.VmiObserved;
import dev.yadori.controller.vmi.VmiPlan;
import dev.yadori.controller.vmi.VmiPlanner;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The controller's two planners in the model, the real ones. A plan is carried out one write at a time; a write may be refused,
 * lost without a trace, or done without an answer, and the controller may die before any of them.
 */
final class ModelControllers {

    private final ModelWorld world;
    private final Queue<Runnable> writes = new ArrayDeque<>();
    private @Nullable ModelGuest read;

    ModelControllers(ModelWorld world) {
        this.world = world;
    }

    /** All that was planned is forgotten. */
    void restart() {
        writes.clear();
    }

    /** The next write, or else a look at the world and a new plan. */
    void migration() {
        if (world.gone || step()) {
            return;
        }
        ModelGuest seen = world.guest.copy();
        read = seen;
        Observation<VirtualMachineInstance> guest =
                world.chance(5) ? new Unknown<>("timeout") : new Present<>(seen.object());
        Observation<LauncherPodState> target = world.chance(5) ? new Unknown<>("timeout") : world.targetPod();
        MigrationPlan plan = MigrationPlanner.plan(world.migration, Moves.seen(guest, target), world.now);
        plan.actions().forEach(action -> writes.add(() -> apply(action)));
        writes.add(() -> world.store(plan.status()));
    }

    void guest() {
        if (step()) {
            return;
        }
        ModelGuest seen = world.guest.copy();
        read = seen;
        VmiPlan plan = VmiPlanner.plan(seen.object(), pods(seen), world.now);
        plan.actions().forEach(action -> writes.add(() -> apply(action)));
        if (!plan.status().isEmpty()) {
            writes.add(() -> status(plan.status().fields()));
        }
    }

    private VmiObserved pods(ModelGuest seen) {
        boolean moved = seen.state != null && seen.completed && !seen.failed;
        Observation<LauncherPodState> active = moved ? world.targetPod() : world.sourcePod();
        Observation<LauncherPodState> other = moved ? world.sourcePod() : world.targetPod();
        return new VmiObserved(
                world.chance(5) ? new Unknown<>("timeout") : active,
                other instanceof Present<LauncherPodState>(LauncherPodState pod) ? List.of(pod) : List.of(),
                new Claims.Ready(Map.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                seen.unsettled() && seen.started != null ? Optional.of(world.targetPod()) : Optional.empty(),
                Map.of(),
                false);
    }

    private boolean step() {
        Runnable next = writes.poll();
        if (next == null) {
            return false;
        }
        if (world.chance(90)) {
            next.run();
            if (world.chance(95)) {
                return true;
            }
        }
        writes.clear();
        return true;
    }

    /** A write on the guest that fits only what was read; what fails takes the rest of the plan with it. */
    private void onGuest(Runnable change) {
        ModelGuest seen = read;
        if (seen == null || !world.write(seen)) {
            writes.clear();
            return;
        }
        change.run();
        read = world.guest.copy();
    }

    private void apply(MigrationAction action) {
        ModelGuest guest = world.guest;
        switch (action) {
            case MigrationAction.CreateTarget _ -> {
                if (world.target == null) {
                    world.target = new Compute.Waiting("", "");
                }
                writes.clear();
            }
            case MigrationAction.DeleteTarget _ -> deleteTarget();
            case MigrationAction.HandOver _ -> onGuest(() -> guest.handOver(Moves.UID));
            case MigrationAction.LabelTarget(String node) -> onGuest(() -> guest.targetLabel = node);
            case MigrationAction.EndBeforeStart _ -> {
                if (guest.unsettled() && guest.started == null) {
                    onGuest(() -> {
                        guest.abort = true;
                        guest.completed = true;
                        guest.failed = true;
                    });
                }
            }
            case MigrationAction.RequestAbort _ -> onGuest(() -> guest.abort = true);
            case MigrationAction.MoveLabel(String node) ->
                onGuest(() -> {
                    guest.nodeLabel = node;
                    guest.targetLabel = null;
                });
            case MigrationAction.DropTargetLabel _ -> onGuest(() -> guest.targetLabel = null);
            case MigrationAction.AddFinalizer _ ->
                world.migration.getMetadata().setFinalizers(List.of(KubeVirtNames.MIGRATION_FINALIZER));
            case MigrationAction.DropFinalizer _ -> {
                world.migration.getMetadata().setFinalizers(List.of());
                world.gone = world.migration.isMarkedForDeletion();
            }
            case MigrationAction.Forget _, MigrationAction.Emit _ -> {}
        }
    }

    private void deleteTarget() {
        assertThat(world.runsAtTarget || world.job == ModelWorld.Job.SWITCHING)
                .as("a controller deletes the pod that has the guest")
                .isFalse();
        world.targetDeleted = true;
    }

    private void apply(VmiAction action) {
        if (action instanceof VmiAction.DeletePod(String name, var _)) {
            boolean has = name.equals(Moves.SOURCE) ? world.runsAtSource : world.runsAtTarget;
            assertThat(has || world.job == ModelWorld.Job.SWITCHING)
                    .as("the pod %s is deleted with its guest", name)
                    .isFalse();
        }
    }

    @SuppressWarnings("unchecked")
    private void status(Map<String, Object> fields) {
        onGuest(() -> {
            ModelGuest guest = world.guest;
            guest.phase = (VirtualMachineInstancePhase) fields.getOrDefault("phase", guest.phase);
            guest.conditions = (List<Condition>) fields.getOrDefault("conditions", guest.conditions);
            guest.activePods = (Map<String, String>) fields.getOrDefault("activePods", guest.activePods);
        });
    }
}
