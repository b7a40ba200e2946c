package dev.yadori.controller.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.vmi.LauncherPodState;
import dev.yadori.controller.vmi.LauncherPodState.Compute;
import dev.yadori.controller.vmi.Observation;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One guest, one migration, two pods and two handlers that keep to decision 0110. What the hypervisors do is the truth; what the
 * objects say is what the planners see. Each deed reads or writes, never both, so that anything can come between.
 */
final class ModelWorld {

    /** Where the guest is on its way. */
    enum Job {
        NONE,
        COPYING,
        /** The source is stopped, the target does not run yet. */
        SWITCHING,
        ARRIVED
    }

    final Random random;
    final ModelGuest guest = new ModelGuest();
    Instant now = Moves.NOW;
    VirtualMachineInstanceMigration migration =
            Moves.migration(MigrationPhase.PENDING).withStatus(null);
    boolean gone;
    Compute source = new Compute.Running();

    @Nullable
    Compute target;

    boolean targetDeleted;
    Job job = Job.NONE;
    boolean runsAtSource = true;
    boolean runsAtTarget;
    /** Ended by itself, or with a pod that something else than a controller ended. */
    boolean ended;

    private @Nullable ModelGuest readBySource;

    ModelWorld(long seed) {
        random = new Random(seed);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A write of a handler or a controller on what it has read. */
    boolean write(ModelGuest read) {
        if (read.version != guest.version) {
            return false;
        }
        guest.version++;
        return true;
    }

    void store(VirtualMachineInstanceMigrationStatus status) {
        migration = migration.withStatus(status);
    }

    MigrationPhase phase() {
        return MigrationPlanner.phase(migration);
    }

    void cancel() {
        migration.getMetadata().setDeletionTimestamp("2026-01-01T12:00:00Z");
    }

    Observation<LauncherPodState> sourcePod() {
        return new Observation.Present<>(pod(Moves.SOURCE, source, Optional.empty()));
    }

    Observation<LauncherPodState> targetPod() {
        Compute state = target;
        return state == null
                ? Moves.NO_POD
                : new Observation.Present<>(
                        pod(Moves.TARGET, state, targetDeleted ? Optional.of(now.plusSeconds(60)) : Optional.empty()));
    }

    private static LauncherPodState pod(String name, Compute compute, Optional<Instant> deletion) {
        boolean isSource = name.equals(Moves.SOURCE);
        return new LauncherPodState(
                name,
                "uid-" + name,
                Optional.of(isSource ? "node1" : "node2"),
                "launcher:v1",
                Optional.empty(),
                60,
                deletion,
                Optional.empty(),
                compute,
                Optional.of(true),
                Optional.of(isSource ? "node1" : "node2"),
                Optional.empty());
    }

    /** What kubelets and launchers do by themselves. */
    void kubelets() {
        if (target instanceof Compute.Waiting && chance(60)) {
            target = new Compute.Running();
        } else if (targetDeleted && target instanceof Compute.Running && chance(50)) {
            endTarget(true);
        } else if (job == Job.ARRIVED && source instanceof Compute.Running && chance(50)) {
            source = new Compute.Terminated(0, "", Optional.of(now));
        }
    }

    /** What the hypervisors do by themselves. */
    void hypervisors() {
        switch (job) {
            case COPYING -> {
                if (target instanceof Compute.Running && chance(50)) {
                    job = Job.SWITCHING;
                    runsAtSource = false;
                } else if (!(target instanceof Compute.Running)) {
                    job = Job.NONE;
                }
            }
            case SWITCHING -> {
                boolean arrives = target instanceof Compute.Running && chance(80);
                job = arrives ? Job.ARRIVED : Job.NONE;
                runsAtTarget = arrives;
                runsAtSource = !arrives;
            }
            case NONE, ARRIVED -> {}
        }
    }

    /** A guest that is shut down from inside; its launcher ends with it. */
    void shutdown() {
        if (runsAtSource && job != Job.SWITCHING) {
            runsAtSource = false;
            job = Job.NONE;
            ended = true;
            source = new Compute.Terminated(0, "", Optional.of(now));
        } else if (runsAtTarget) {
            runsAtTarget = false;
            ended = true;
            target = new Compute.Terminated(0, "", Optional.of(now));
        }
    }

    /** Somebody or something ends the target's pod. */
    void endTarget(boolean byController) {
        if (!(target instanceof Compute.Running) && !(target instanceof Compute.Waiting)) {
            return;
        }
        assertThat(byController && (runsAtTarget || job == Job.SWITCHING))
                .as("a controller ended the pod that has the guest")
                .isFalse();
        ended |= runsAtTarget;
        runsAtTarget = false;
        target = new Compute.Terminated(1, "Error", Optional.of(now));
        if (job == Job.COPYING || job == Job.SWITCHING) {
            job = Job.NONE;
            runsAtSource = true;
        }
    }

    void targetHandler() {
        ModelGuest read = guest.copy();
        if (!Moves.UID.equals(read.state) || !(target instanceof Compute.Running)) {
            return;
        }
        if (read.completed) {
            takeLabel(read);
        } else if (runsAtTarget) {
            claim(read);
        } else {
            listen(read);
        }
    }

    private void listen(ModelGuest read) {
        if (!read.abort && !read.address && "node2".equals(read.targetLabel) && write(read)) {
            guest.address = true;
        }
    }

    private void claim(ModelGuest read) {
        if (write(read)) {
            guest.completed = true;
            guest.node = "node2";
        }
    }

    private void takeLabel(ModelGuest read) {
        if (!read.failed && !read.nodeLabel.equals("node2") && write(read)) {
            guest.nodeLabel = "node2";
        }
    }

    /** Reads now and writes later. */
    void sourceHandler() {
        ModelGuest read = readBySource;
        readBySource = null;
        if (read == null) {
            readBySource = guest.copy();
        } else if (Moves.UID.equals(read.state) && !read.completed) {
            if (read.started == null) {
                begin(read);
            } else {
                follow(read);
            }
        }
    }

    private void begin(ModelGuest read) {
        if (read.address && !read.abort && runsAtSource && write(read)) {
            guest.started = now;
            // It may die between the write and the word to the hypervisor.
            job = chance(80) ? Job.COPYING : Job.NONE;
        }
    }

    private void follow(ModelGuest read) {
        if (job == Job.COPYING && read.abort) {
            job = Job.NONE;
        }
        boolean known = runsAtSource || source instanceof Compute.Terminated;
        if (job == Job.NONE && known && !runsAtTarget && write(read)) {
            guest.completed = true;
            guest.failed = true;
        }
    }
}
