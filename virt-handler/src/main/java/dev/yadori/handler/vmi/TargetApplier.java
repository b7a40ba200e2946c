package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.handler.migration.MigrationUid;
import dev.yadori.handler.migration.TargetDesk;
import dev.yadori.handler.migration.TargetDesk.Answer;
import dev.yadori.handler.migration.TargetDesk.Expected;
import dev.yadori.handler.pod.PodUid;
import dev.yadori.proto.handler.v1.MigrationWelcome.Outcome;
import java.util.Objects;
import java.util.Optional;

/** Carries out plans for guests that come to this node. */
final class TargetApplier {
    private final GuestObjects objects;
    private final LauncherSessions sessions;
    private final GuestStarter starter;
    private final TargetDesk desk;
    private final String node;

    TargetApplier(GuestObjects objects, LauncherSessions sessions, GuestStarter starter, TargetDesk desk, String node) {
        this.objects = objects;
        this.sessions = sessions;
        this.starter = starter;
        this.desk = desk;
        this.node = node;
    }

    void apply(VmiObserved seen, TargetPlanner.Plan plan) {
        var vmi = seen.vmi();
        switch (plan.step()) {
            case NOTHING -> {}
            case PREPARE ->
                seen.pod()
                        .flatMap(pod -> sessions.session(pod.uid()))
                        .ifPresent(session -> session.launch(vmi, starter::receive));
            case EXPECT -> seen.pod().ifPresent(pod -> expect(vmi, pod.uid()));
            case FORGET -> migration(vmi).ifPresent(desk::forget);
            case LABEL -> {
                seen.pod().ifPresent(pod -> expect(vmi, pod.uid()));
                objects.claim(vmi, node);
            }
        }
        if (!plan.status().isEmpty() && objects.writeStatus(vmi, plan.status()).isPresent()) {
            plan.events().forEach(event -> objects.tell(vmi, event));
        }
    }

    private static Optional<MigrationUid> migration(VirtualMachineInstance vmi) {
        return Optional.ofNullable(vmi.getStatus())
                .map(VirtualMachineInstanceStatus::migrationState)
                .flatMap(state -> Optional.ofNullable(state.migrationUid()))
                .map(MigrationUid::parse);
    }

    private void expect(VirtualMachineInstance vmi, String pod) {
        var state = Objects.requireNonNull(vmi.getStatus()).migrationState();
        var source = state == null ? null : state.sourceNode();
        if (source == null) {
            return;
        }
        migration(vmi)
                .ifPresent(migration -> desk.expect(new Expected(
                        migration,
                        vmi.getMetadata().getUid(),
                        source,
                        PodUid.parse(pod),
                        pausedByUser -> arrive(pod, migration.toString(), pausedByUser))));
    }

    /** The source has stopped: what is here may run, or nothing is left. */
    private Answer arrive(String pod, String migration, boolean pausedByUser) {
        var launcher = sessions.client(pod);
        if (launcher.isEmpty()) {
            return new Answer(Outcome.OUTCOME_NOT_YET, "the launcher of pod " + pod + " is out of reach");
        }
        try {
            var _ = launcher.get().completeIncoming(migration, pausedByUser);
            return new Answer(Outcome.OUTCOME_ARRIVED, "");
        } catch (LauncherException e) {
            boolean lost =
                    e.kind() == LauncherException.Kind.NOT_READY && e.reason().equals("GUEST_ENDED");
            return new Answer(lost ? Outcome.OUTCOME_LOST : Outcome.OUTCOME_NOT_YET, e.getMessage());
        }
    }
}
