package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.ConditionReasons;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.Features;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.handler.launch.LaunchMapper;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.handler.vmi.Evidence.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What follows from what is known of a guest on this node. Pure.
 *
 * <p>The controller owns the phase up to Scheduled; a guest is started a little before that, as soon as its launcher
 * answers. From Scheduled on the phase changes on {@link Evidence} only: to Running when the launcher says that the guest
 * is there, and to the last one when the launcher says that it has ended or its container is gone.
 */
final class VmiPlanner {
    private final VmiObserved seen;
    private final VirtualMachineInstance vmi;
    private final VirtualMachineInstanceStatus status;
    private final Instant now;
    private final StatusDraft draft;
    private final List<VmiAction> actions = new ArrayList<>();

    private VmiPlanner(VmiObserved seen, VirtualMachineInstanceStatus status, Instant now) {
        this.seen = seen;
        this.vmi = seen.vmi();
        this.status = status;
        this.now = now;
        draft = new StatusDraft(status, now);
    }

    /**
     * Plans for one guest.
     *
     * @param node of this process: guests of others are left alone
     */
    static VmiPlan plan(VmiObserved seen, String node, Instant now) {
        var status = seen.vmi().getStatus();
        if (status == null || status.phase() == null || !isHere(seen.vmi(), status, node)) {
            return VmiPlan.NOTHING;
        }
        return switch (status.phase()) {
            case SCHEDULING -> new VmiPlanner(seen, status, now).scheduling();
            case SCHEDULED, RUNNING -> new VmiPlanner(seen, status, now).owned();
            case PENDING, WAITING_FOR_SYNC, SUCCEEDED, FAILED, UNKNOWN, UNRECOGNIZED -> VmiPlan.NOTHING;
        };
    }

    /** The label is what the controller sets first, the field what it sets with Scheduled. */
    private static boolean isHere(VirtualMachineInstance vmi, VirtualMachineInstanceStatus status, String node) {
        var labels = vmi.getMetadata().getLabels();
        return labels != null
                && node.equals(labels.get(KubeVirtLabels.NODE_NAME))
                && (status.nodeName() == null || node.equals(status.nodeName()));
    }

    private VmiPlan scheduling() {
        if (Evidence.of(seen) instanceof Evidence.NotStarted) {
            launch();
        }
        return done();
    }

    private VmiPlan owned() {
        var evidence = Evidence.of(seen);
        SourcePlanner.plan(seen, evidence, now).into(draft, actions);
        switch (evidence) {
            case Evidence.Alive(var report) -> alive(report);
            case Evidence.Ended(var ending, var message) -> ended(ending, message);
            case Evidence.NotStarted _ -> {
                if (status.phase() == VirtualMachineInstancePhase.SCHEDULED && isRefusedForGood()) {
                    refused();
                } else {
                    notStarted();
                }
            }
            case Evidence.Unknown _ -> trouble();
            case Evidence.Departed _ -> {
                // Until its object says where it is.
            }
        }
        return done();
    }

    private void alive(GuestReport report) {
        if (seen.launcher().findings().isEmpty() && isUnclear() && inspect()) {
            return;
        }
        boolean first = status.phase() == VirtualMachineInstancePhase.SCHEDULED;
        RunningStatus.write(status, seen, report, draft);
        cards(report);
        AgentStatus.event(draft, report).ifPresent(actions::add);
        if (first) {
            emit("Created", "VirtualMachineInstance defined.");
            emit("Started", "VirtualMachineInstance started.");
        }
        if (isDeleted() || report.state() instanceof GuestState.ShuttingDown) {
            emit("ShuttingDown", "Signaled Graceful Shutdown");
        }
    }

    /** A guest that is on its way to another node or to its end keeps the cards that it has. */
    private void cards(GuestReport report) {
        var wish = CardWish.of(vmi)
                .filter(one -> report.cards().isPresent()
                        && !one.links().equals(report.cards().get()));
        if (!isStaying(report) || wish.isEmpty()) {
            draft.without(ConditionTypes.MIGRATION_REQUIRED);
            return;
        }
        var last = seen.launcher().cards().filter(tried -> tried.wish().equals(wish.get()));
        last.flatMap(tried -> Trouble.attempt(tried.attempt()))
                .ifPresent(trouble ->
                        draft.condition(ConditionTypes.SYNCHRONIZED, false, trouble.reason(), trouble.message()));
        waiting(last.filter(CardWish.Try::isDone)
                .map(tried -> tried.wish().missing(report.cards().orElseThrow()))
                .orElse(List.of()));
        long generation = Objects.requireNonNullElse(vmi.getMetadata().getGeneration(), 0L);
        if (last.isEmpty() || last.get().isDue(generation, now)) {
            actions.add(new VmiAction.ChangeCards(seen.pod().orElseThrow().uid(), wish.get()));
        }
    }

    /** What a guest was plugged it has at once: what it has not has no network in this pod. */
    private void waiting(List<String> cards) {
        if (cards.isEmpty()) {
            draft.without(ConditionTypes.MIGRATION_REQUIRED);
        } else {
            draft.condition(
                    ConditionTypes.MIGRATION_REQUIRED,
                    true,
                    "NewInterfaces",
                    "interfaces come with the guest's next pod: " + String.join(", ", cards));
        }
    }

    private boolean isStaying(GuestReport report) {
        return !isDeleted()
                && seen.pod().filter(pod -> !pod.deleting()).isPresent()
                && (status.migrationState() == null || status.migrationState().endTimestamp() != null)
                && (report.state() instanceof GuestState.Running || report.state() instanceof GuestState.Paused);
    }

    private void ended(Ending ending, String message) {
        boolean good = switch (ending) {
            case SHUTDOWN -> true;
            // With a grace period and ACPI, being ended means not to have answered in time.
            case DESTROYED -> !mightHaveShutDown();
            case FAILED -> false;
        };
        draft.phase(good ? VirtualMachineInstancePhase.SUCCEEDED : VirtualMachineInstancePhase.FAILED);
        draft.without(ConditionTypes.PAUSED);
        draft.without(ConditionTypes.AGENT_CONNECTED);
        draft.without(ConditionTypes.SYNCHRONIZED);
        draft.condition(ConditionTypes.READY, false, ConditionReasons.GUEST_NOT_RUNNING, message);
        if (good) {
            emit("Stopped", "The VirtualMachineInstance was shut down.");
        } else if (isDeleted()) {
            emit("Stopped", "The VirtualMachineInstance was ended.");
        } else {
            actions.add(new VmiAction.Emit(
                    true, "Stopped", "The VirtualMachineInstance crashed." + (message.isEmpty() ? "" : " " + message)));
        }
        if (isDeleted()) {
            emit("Deleted", "Signaled Deletion");
        }
    }

    /**
     * A guest that runs and whose addresses nobody knows: this process has been restarted between start and status, or between
     * the preparation of a guest that comes and its arrival. Or nobody knows which of them are its pod's.
     */
    private boolean isUnclear() {
        return status.interfaces().isEmpty() || new AgentInterfaces(vmi.getSpec()).needALook(status.interfaces());
    }

    /** Whether the answer is to be waited for, so that there is one write still. */
    private boolean inspect() {
        var pod = seen.pod().filter(one -> !one.deleting());
        var attempt = seen.launcher().attempt();
        if (Backoff.isDue(attempt, vmi.getMetadata().getGeneration(), now)) {
            pod.ifPresent(one -> actions.add(new VmiAction.Inspect(one.uid())));
        }
        return switch (attempt) {
            case Attempt.None _ -> pod.isPresent();
            case Attempt.Running _ -> true;
            case Attempt.Failed _, Attempt.Done _ -> false;
        };
    }

    private void notStarted() {
        if (status.phase() == VirtualMachineInstancePhase.SCHEDULED) {
            launch();
        }
        trouble();
    }

    /** Trying this specification in this pod again would only end the same way. */
    private boolean isRefusedForGood() {
        return seen.launcher().attempt() instanceof Attempt.Failed failed
                && failed.kind() == LauncherException.Kind.INVALID
                && !Backoff.isDue(failed, vmi.getMetadata().getGeneration(), now);
    }

    /** A guest that is proven not to run and never will here. Another pod may have another image: its owner decides. */
    private void refused() {
        trouble();
        Trouble.of(seen, false, now).ifPresent(trouble -> {
            draft.phase(VirtualMachineInstancePhase.FAILED);
            draft.condition(ConditionTypes.READY, false, ConditionReasons.GUEST_NOT_RUNNING, trouble.message());
        });
    }

    private boolean mightHaveShutDown() {
        var spec = vmi.getSpec();
        if (spec == null || spec.domain() == null) {
            return true;
        }
        long grace = Objects.requireNonNullElse(
                spec.terminationGracePeriodSeconds(), LaunchMapper.DEFAULT_GRACE_PERIOD_SECONDS);
        return grace > 0
                && Optional.ofNullable(spec.domain().features())
                        .map(Features::acpi)
                        .map(Features.FeatureState::enabled)
                        .orElse(true);
    }

    /** Only the pod that the object has recorded gets the guest, and only while nobody deletes the object or the pod. */
    private void launch() {
        var pod =
                seen.pod().filter(one -> !one.deleting() && status.activePods().containsKey(one.uid()));
        if (pod.isEmpty() || isDeleted()) {
            return;
        }
        if (Backoff.isDue(seen.launcher().attempt(), vmi.getMetadata().getGeneration(), now)) {
            actions.add(new VmiAction.Launch(pod.get().uid()));
        }
    }

    private void trouble() {
        Trouble.of(seen, status.phase() == VirtualMachineInstancePhase.RUNNING, now)
                .ifPresent(trouble -> {
                    draft.condition(ConditionTypes.SYNCHRONIZED, false, trouble.reason(), trouble.message());
                    if (trouble.mustAct()) {
                        actions.add(new VmiAction.Emit(true, "SyncFailed", trouble.message()));
                    }
                });
    }

    private boolean isDeleted() {
        return vmi.getMetadata().getDeletionTimestamp() != null;
    }

    private void emit(String reason, String message) {
        actions.add(new VmiAction.Emit(false, reason, message));
    }

    private VmiPlan done() {
        return new VmiPlan(draft.changes(), actions, Backoff.wait(seen, now));
    }
}
