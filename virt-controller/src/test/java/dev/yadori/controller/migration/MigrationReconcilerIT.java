package dev.yadori.controller.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.crds.migrations.MigrationPolicy;
import dev.yadori.crds.migrations.MigrationPolicySpec;
import dev.yadori.crds.migrations.MigrationPolicySpec.Selectors;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationStatus.MigrationPhaseTransition;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The controller against a real API server; the test is its users, two kubelets and two handlers. */
@ExtendWith(ApiServerExtension.class)
final class MigrationReconcilerIT {

    private final MovingNamespace at;

    MigrationReconcilerIT(KubeApiServer server) {
        this.at = new MovingNamespace(server);
    }

    @AfterEach
    void stopController() {
        at.close();
    }

    @Test
    void guestMovesAndItsControllerFollowsIt() {
        VirtualMachineInstance vmi = at.running("web");
        Pod source = at.sourcePod(vmi);

        VirtualMachineInstanceMigration migration = at.handedOver(vmi, "move");
        assertThat(at.view(vmi).targetLabel()).contains("node2");
        at.handlers.prepare(vmi);
        at.awaitPhase(migration, MigrationPhase.TARGET_READY);
        at.handlers.begin(vmi);
        at.awaitPhase(migration, MigrationPhase.RUNNING);
        // The source's launcher ends before the target's handler has said anything.
        at.source.end(source, 0);
        at.handlers.arrive(vmi);
        at.awaitPhase(migration, MigrationPhase.SUCCEEDED);

        Pod target = at.targetPod(vmi, migration);
        await().atMost(MovingNamespace.SOON)
                .untilAsserted(() -> assertThat(
                                Objects.requireNonNull(at.get(vmi).getStatus()).activePods())
                        .isEqualTo(Map.of(target.getMetadata().getUid(), "node2")));
        assertThat(at.view(vmi).phase()).isEqualTo(VirtualMachineInstancePhase.RUNNING);
        assertThat(at.view(vmi).nodeLabel()).contains("node2");
        assertThat(at.view(vmi).targetLabel()).isEmpty();
        assertThat(target.isMarkedForDeletion()).isFalse();
        assertThat(at.status(migration).migrationState()).isEqualTo(at.state(vmi));
        assertThat(at.status(migration).phaseTransitionTimestamps())
                .extracting(MigrationPhaseTransition::phase)
                .containsExactly(
                        MigrationPhase.PENDING,
                        MigrationPhase.SCHEDULING,
                        MigrationPhase.SCHEDULED,
                        MigrationPhase.PREPARING_TARGET,
                        MigrationPhase.TARGET_READY,
                        MigrationPhase.RUNNING,
                        MigrationPhase.SUCCEEDED);
        at.awaitWithoutFinalizer(migration);
    }

    @Test
    void guestThatHasMovedEndsWithItsNewPod() {
        VirtualMachineInstance vmi = at.running("moved");
        VirtualMachineInstanceMigration migration = at.handedOver(vmi, "moved-1");
        at.handlers.prepare(vmi);
        at.handlers.begin(vmi);
        at.handlers.arrive(vmi);
        at.handlers.takeLabel(vmi);
        at.awaitPhase(migration, MigrationPhase.SUCCEEDED);

        at.target.end(at.targetPod(vmi, migration), 0);

        at.awaitPhase(vmi, VirtualMachineInstancePhase.SUCCEEDED);
    }

    @Test
    void sourcePodThatEndsInTheMiddleIsNotTheGuestsEnd() {
        VirtualMachineInstance vmi = at.running("doubt");
        VirtualMachineInstanceMigration migration = at.handedOver(vmi, "doubt-1");
        at.handlers.prepare(vmi);
        at.handlers.begin(vmi);

        at.source.end(at.sourcePod(vmi), 0);

        await().atMost(MovingNamespace.SOON)
                .until(() -> at.view(vmi)
                        .condition(ConditionTypes.READY)
                        .filter(ready -> "MigrationInDoubt".equals(ready.reason()))
                        .isPresent());
        assertThat(at.view(vmi).phase()).isEqualTo(VirtualMachineInstancePhase.RUNNING);
        // Only now is it proven that nobody has the guest.
        at.target.end(at.targetPod(vmi, migration), 1);
        at.awaitPhase(vmi, VirtualMachineInstancePhase.SUCCEEDED);
        at.awaitPhase(migration, MigrationPhase.FAILED);
    }

    @Test
    void cancelBeforeTheHandOverLeavesNothing() {
        VirtualMachineInstance vmi = at.running("early");
        VirtualMachineInstanceMigration migration = at.migrate(vmi, "early-1");
        at.awaitPhase(migration, MigrationPhase.SCHEDULING);

        at.resource(migration).delete();

        at.awaitGone(migration);
        at.awaitTargetEnding(vmi, migration);
        assertThat(at.view(vmi).migration()).isEmpty();
        assertThat(at.view(vmi).isRunning()).isTrue();
    }

    @Test
    void cancelBeforeTheSourceBeginsEndsItAtOnce() {
        VirtualMachineInstance vmi = at.running("middle");
        VirtualMachineInstanceMigration migration = at.handedOver(vmi, "middle-1");
        at.handlers.prepare(vmi);

        at.resource(migration).delete();

        at.awaitGone(migration);
        assertThat(at.state(vmi).completed()).isTrue();
        assertThat(at.state(vmi).failed()).isTrue();
        assertThat(at.view(vmi).targetLabel()).isEmpty();
        at.awaitTargetEnding(vmi, migration);
    }

    @Test
    void cancelOfARunningMigrationAsksTheSourceAndWaits() {
        VirtualMachineInstance vmi = at.running("late");
        VirtualMachineInstanceMigration migration = at.handedOver(vmi, "late-1");
        at.handlers.prepare(vmi);
        at.handlers.begin(vmi);
        at.awaitPhase(migration, MigrationPhase.RUNNING);

        at.resource(migration).delete();

        await().atMost(MovingNamespace.SOON)
                .until(() -> Boolean.TRUE.equals(at.state(vmi).abortRequested()));
        assertThat(at.targetPod(vmi, migration).isMarkedForDeletion()).isFalse();
        assertThat(at.status(migration).phase()).isEqualTo(MigrationPhase.RUNNING);
        at.handlers.fail(vmi, "cancelled");
        at.awaitGone(migration);
        at.awaitTargetEnding(vmi, migration);
        assertThat(at.view(vmi).isRunning()).isTrue();
    }

    @Test
    void controllerThatIsRestartedInAnyPhaseGoesOn() {
        VirtualMachineInstance vmi = at.running("restart");
        VirtualMachineInstanceMigration migration = at.migrate(vmi, "restart-1");
        at.awaitPhase(migration, MigrationPhase.SCHEDULING);
        at.stop();
        Pod target = at.targetPod(vmi, migration);
        at.target.bind(target);
        at.target.run(target);
        at.start();
        at.awaitPhase(migration, MigrationPhase.PREPARING_TARGET);
        at.stop();
        at.handlers.prepare(vmi);
        at.handlers.begin(vmi);
        at.handlers.arrive(vmi);
        at.source.end(at.sourcePod(vmi), 0);

        at.start();

        at.awaitPhase(migration, MigrationPhase.SUCCEEDED);
        assertThat(at.view(vmi).nodeLabel()).contains("node2");
        assertThat(at.view(vmi).phase()).isEqualTo(VirtualMachineInstancePhase.RUNNING);
    }

    @Test
    void quotaThatRefusesTheTargetIsShownAndTriedAgain() {
        VirtualMachineInstance vmi = at.running("quota");
        var quota = at.client
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("one")
                        .withNamespace(at.namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("count/pods", new Quantity("1"))
                        .endSpec()
                        .withNewStatus()
                        .addToHard("count/pods", new Quantity("1"))
                        .addToUsed("count/pods", new Quantity("1"))
                        .endStatus()
                        .build())
                .create();
        quota.setStatus(new ResourceQuotaBuilder()
                .withNewStatus()
                .addToHard("count/pods", new Quantity("1"))
                .addToUsed("count/pods", new Quantity("1"))
                .endStatus()
                .build()
                .getStatus());
        at.client.resource(quota).updateStatus();

        VirtualMachineInstanceMigration migration = at.migrate(vmi, "quota-1");

        await().atMost(MovingNamespace.SOON)
                .until(() -> at.resource(migration).get().getStatus() != null
                        && at.status(migration).conditions().stream()
                                .anyMatch(condition ->
                                        ConditionTypes.MIGRATION_REJECTED_BY_RESOURCE_QUOTA.equals(condition.type())));
        assertThat(at.status(migration).phase()).isEqualTo(MigrationPhase.PENDING);
        at.client.resource(quota).delete();
        at.awaitPhase(migration, MigrationPhase.SCHEDULING);
        assertThat(at.status(migration).conditions()).isEmpty();
    }

    @Test
    void policyOfTheNamespaceMakesTheTerms() {
        var policy = at.client
                .resource(new MigrationPolicy(
                        new ObjectMetaBuilder().withName(at.namespace).build(),
                        new MigrationPolicySpec(
                                new Selectors(Map.of("tier", at.namespace), Map.of()),
                                true,
                                null,
                                null,
                                120L,
                                null,
                                null,
                                null)))
                .create();
        VirtualMachineInstance vmi = at.running("terms");

        at.handedOver(vmi, "terms-1");

        assertThat(at.state(vmi).migrationPolicyName()).isEqualTo(at.namespace);
        var terms = Objects.requireNonNull(at.state(vmi).migrationConfiguration());
        assertThat(terms.allowAutoConverge()).isTrue();
        assertThat(terms.completionTimeout()).isEqualTo(120);
        assertThat(terms.maxDowntimeMs()).isEqualTo(900);
        at.client.resource(policy).delete();
    }

    @Test
    void secondMigrationOfAGuestGivesWayToTheFirst() {
        VirtualMachineInstance vmi = at.running("twice");
        VirtualMachineInstanceMigration first = at.migrate(vmi, "twice-1");
        at.awaitPhase(first, MigrationPhase.SCHEDULING);

        VirtualMachineInstanceMigration second = at.migrate(vmi, "twice-2");

        at.awaitPhase(second, MigrationPhase.FAILED);
        assertThat(at.findTarget(vmi, second)).isNull();
        assertThat(at.status(first).phase()).isEqualTo(MigrationPhase.SCHEDULING);
    }

    @Test
    void noMoreThanTwoLeaveANodeAtOnceAndTheThirdFollows() {
        List<VirtualMachineInstance> guests =
                IntStream.range(0, 3).mapToObj(i -> at.running("queue-" + i)).toList();
        var moves = guests.stream()
                .map(guest -> at.migrate(guest, guest.getMetadata().getName()))
                .toList();
        await().atMost(MovingNamespace.SOON)
                .until(() -> moves.stream()
                                .filter(move -> at.resource(move).get().getStatus() != null
                                        && at.status(move).phase() == MigrationPhase.SCHEDULING)
                                .count()
                        == 2);
        int waiting = IntStream.range(0, 3)
                .filter(i -> at.findTarget(guests.get(i), moves.get(i)) == null)
                .findFirst()
                .orElseThrow();

        at.resource(moves.get((waiting + 1) % 3)).delete();

        at.awaitPhase(moves.get(waiting), MigrationPhase.SCHEDULING);
    }

    @Test
    void fiveEndedMigrationsAreKept() {
        VirtualMachineInstance vmi = at.running("kept");
        for (int i = 0; i < 7; i++) {
            VirtualMachineInstanceMigration migration = at.handedOver(vmi, "kept-" + i);
            at.handlers.prepare(vmi);
            at.handlers.begin(vmi);
            at.handlers.fail(vmi, "not yet");
            at.awaitPhase(migration, MigrationPhase.FAILED);
            at.awaitTargetEnding(vmi, migration);
            at.target.remove(at.targetPod(vmi, migration));
        }

        await().atMost(MovingNamespace.SOON)
                .untilAsserted(() -> assertThat(at.client
                                .resources(VirtualMachineInstanceMigration.class)
                                .inNamespace(at.namespace)
                                .list()
                                .getItems())
                        .hasSize(5));
        assertThat(at.view(vmi).isRunning()).isTrue();
    }

    @Test
    void targetIsLikeTheGuestsPodButElsewhere() {
        VirtualMachineInstance vmi = at.running("like");
        VirtualMachineInstanceMigration migration = at.migrate(vmi, "like-1");
        at.awaitPhase(migration, MigrationPhase.SCHEDULING);

        Pod target = at.targetPod(vmi, migration);

        assertThat(target.getMetadata().getLabels())
                .containsEntry(
                        KubeVirtLabels.MIGRATION_JOB_UID,
                        migration.getMetadata().getUid())
                .containsEntry(KubeVirtLabels.CREATED_BY, vmi.getMetadata().getUid())
                .doesNotContainKey(KubeVirtLabels.NODE_NAME);
        assertThat(target.getSpec()
                        .getAffinity()
                        .getPodAntiAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution())
                .anyMatch(term -> term.getTopologyKey().equals("kubernetes.io/hostname")
                        && vmi.getMetadata()
                                .getUid()
                                .equals(term.getLabelSelector().getMatchLabels().get(KubeVirtLabels.CREATED_BY)));
        assertThat(target.getSpec().getContainers().getFirst().getArgs())
                .isEqualTo(
                        at.sourcePod(vmi).getSpec().getContainers().getFirst().getArgs());
    }

    @Test
    void deletedGuestTakesItsMigrationWithIt() {
        VirtualMachineInstance vmi = at.running("deleted");
        VirtualMachineInstanceMigration migration = at.handedOver(vmi, "deleted-1");
        Pod source = at.sourcePod(vmi);
        Pod target = at.targetPod(vmi, migration);

        at.client.resource(vmi).delete();

        await().atMost(MovingNamespace.SOON)
                .until(() -> at.targetPod(vmi, migration).isMarkedForDeletion());
        at.source.end(source, 0);
        at.target.end(target, 0);
        at.awaitGone(vmi);
        at.awaitPhase(migration, MigrationPhase.FAILED);
    }
}
