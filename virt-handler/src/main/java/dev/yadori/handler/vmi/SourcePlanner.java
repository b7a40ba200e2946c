package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.MigrationState.AbortStatus;
import dev.yadori.crds.v1.MigrationState.MigrationMode;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.handler.launcher.GuestState;
import dev.yadori.handler.launcher.Transfer;
import dev.yadori.handler.migration.MigrationUid;
import dev.yadori.handler.migration.SourceRelay.Destination;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The source's part of a migration (decision 0110). Pure. The start is written before it happens, which is why it comes with
 * what is done once it is written; the end is written on what the launcher says, or because the guest has ended here.
 */
final class SourcePlanner {
    private final VmiObserved seen;
    private final MigrationState state;
    private final Instant now;
    private final Map<String, Object> changes = new LinkedHashMap<>();
    private final List<VmiAction> actions = new ArrayList<>();

    private SourcePlanner(VmiObserved seen, MigrationState state, Instant now) {
        this.seen = seen;
        this.state = state;
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Fields of migrationState that change, and what is to be done. */
    record Part(Map<String, Object> state, List<VmiAction> actions) {
        static final Part NOTHING = new Part(Map.of(), List.of());

        void into(StatusDraft draft, List<VmiAction> others) {
            if (!state.isEmpty()) {
                draft.set("migrationState", null, state);
            }
            others.addAll(actions);
        }
    }

    static Part plan(VmiObserved seen, Evidence evidence, Instant now) {
        var status = seen.vmi().getStatus();
        var state = status == null ? null : status.migrationState();
        if (status == null
                || state == null
                || state.migrationUid() == null
                || Boolean.TRUE.equals(state.completed())
                || !Objects.equals(state.sourceNode(), status.nodeName())) {
            return Part.NOTHING;
        }
        var planner = new SourcePlanner(seen, state, now);
        planner.plan(evidence);
        return new Part(planner.changes, planner.actions);
    }

    private void plan(Evidence evidence) {
        if (state.startTimestamp() == null) {
            if (state.targetNodeAddress() != null && !isAborted() && isMovable(evidence)) {
                changes.put("startTimestamp", now);
                changes.put("mode", MigrationMode.PRE_COPY);
                migrate();
            }
            return;
        }
        if (evidence instanceof Evidence.Ended) {
            failed("The guest ended while it was being moved.");
            return;
        }
        var outgoing = outgoing();
        if (outgoing.isEmpty()) {
            begin(evidence);
        } else {
            goOn(outgoing.get());
        }
    }

    private void begin(Evidence evidence) {
        if (!(evidence instanceof Evidence.Alive)) {
            return;
        }
        if (isAborted()) {
            cancel();
        } else {
            migrate();
        }
    }

    private void goOn(Transfer.Outgoing outgoing) {
        switch (outgoing.phase()) {
            case RUNNING -> {
                migrate();
                if (outgoing.paused() && state.mode() != MigrationMode.PAUSED) {
                    changes.put("mode", MigrationMode.PAUSED);
                }
                if (isAborted()) {
                    cancel();
                }
            }
            case FAILED, CANCELLED -> failed(outgoing.message());
            case DEPARTED -> {
                // The target is told, and says so in the object.
            }
        }
    }

    private void failed(String why) {
        changes.put("completed", true);
        changes.put("failed", true);
        changes.put("failureReason", why);
        changes.put("endTimestamp", now);
        if (isAborted()) {
            changes.put("abortStatus", AbortStatus.SUCCEEDED);
        }
    }

    private void cancel() {
        pod().ifPresent(pod -> actions.add(new VmiAction.CancelMigration(pod, Objects.toString(state.migrationUid()))));
        if (state.abortStatus() == null) {
            changes.put("abortStatus", AbortStatus.ABORTING);
        }
    }

    /** Repeated as long as it goes on: another life of this process may have begun it. */
    private void migrate() {
        destination(seen, state)
                .ifPresent(destination -> pod().ifPresent(pod -> actions.add(
                        new VmiAction.Migrate(pod, new Departure(destination, TermsMapper.terms(seen.vmi(), state))))));
    }

    /** Where a migration goes; empty while the target has not said. */
    static Optional<Destination> destination(VmiObserved seen, MigrationState state) {
        return destination(seen.vmi().getMetadata().getUid(), state);
    }

    static Optional<Destination> destination(String guestUid, MigrationState state) {
        var port = state.targetDirectMigrationNodePorts().keySet().stream().findFirst();
        if (state.targetNodeAddress() == null || state.migrationUid() == null || port.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Destination(
                    MigrationUid.parse(state.migrationUid()),
                    guestUid,
                    new InetSocketAddress(state.targetNodeAddress(), Integer.parseInt(port.get()))));
        } catch (IllegalArgumentException strange) {
            return Optional.empty();
        }
    }

    /** What is written where the target has proof that nothing of the guest is left. */
    static Map<String, Object> lost(String why, Instant now) {
        return Map.of(
                "phase",
                VirtualMachineInstancePhase.FAILED,
                "migrationState",
                Map.of(
                        "completed",
                        true,
                        "failed",
                        true,
                        "failureReason",
                        "The guest was lost while it was handed over: " + why,
                        "endTimestamp",
                        now.truncatedTo(ChronoUnit.MILLIS)));
    }

    private boolean isAborted() {
        return Boolean.TRUE.equals(state.abortRequested());
    }

    private static boolean isMovable(Evidence evidence) {
        return evidence instanceof Evidence.Alive(var report)
                && (report.state() instanceof GuestState.Running || report.state() instanceof GuestState.Paused);
    }

    private Optional<String> pod() {
        return seen.pod().map(PodFacts::uid);
    }

    private Optional<Transfer.Outgoing> outgoing() {
        return seen.launcher()
                .lastReport()
                .flatMap(report -> report.transfer().outgoing())
                .filter(one -> one.migration().equals(state.migrationUid()));
    }
}
