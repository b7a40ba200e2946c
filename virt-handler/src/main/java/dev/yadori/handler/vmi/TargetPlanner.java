package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target's part of a migration (decision 0110). Pure. The guest is claimed on what the launcher here says of it, by one
 * write of the status and then the label.
 */
final class TargetPlanner {
    private TargetPlanner() {}

    /** Where other handlers reach this one. */
    record Address(String node, String address, int port) {}

    /** What is to be done, beside the fields of the status that change. */
    enum Step {
        NOTHING,
        /** Have the launcher make what the guest needs. */
        PREPARE,
        /** Let the source's handler in. */
        EXPECT,
        /** Nobody is expected any more. */
        FORGET,
        /** Write the label that makes the guest this node's. */
        LABEL
    }

    /** The plan. */
    record Plan(Map<String, Object> status, Step step, List<VmiAction.Emit> events, Optional<Duration> requeue) {
        static Plan of(Step step) {
            return new Plan(Map.of(), step, List.of(), Optional.empty());
        }

        static Plan writing(Map<String, Object> status, VmiAction.Emit... events) {
            return new Plan(status, Step.EXPECT, List.of(events), Optional.empty());
        }
    }

    static Plan plan(VmiObserved seen, Address here, Instant now) {
        var status = seen.vmi().getStatus();
        if (status == null
                || status.migrationState() == null
                || !here.node().equals(status.migrationState().targetNode())) {
            return Plan.of(Step.FORGET);
        }
        var state = status.migrationState();
        if (Boolean.TRUE.equals(state.completed())) {
            return completed(seen.vmi(), status, state, here.node());
        }
        var report = seen.launcher().lastReport();
        if (report.isEmpty()) {
            return Plan.of(Step.NOTHING);
        }
        return switch (report.get().state()) {
            case GuestState.Absent _ -> prepare(seen, state, now);
            case GuestState.Incoming _ -> expect(state, report.get(), here);
            case GuestState.Running _, GuestState.ShuttingDown _ -> claim(seen, status, report.get(), here, now);
            case GuestState.Paused(var why) ->
                why == GuestState.PauseReason.MIGRATION
                        ? Plan.of(Step.EXPECT)
                        : claim(seen, status, report.get(), here, now);
            // The source asks what has become of it, and is answered.
            case GuestState.Stopped _, GuestState.Starting _, GuestState.Unknown _ -> Plan.of(Step.EXPECT);
        };
    }

    private static Plan completed(
            VirtualMachineInstance vmi, VirtualMachineInstanceStatus status, MigrationState state, String node) {
        boolean ours = !Boolean.TRUE.equals(state.failed()) && node.equals(status.nodeName());
        var label = label(vmi, KubeVirtLabels.NODE_NAME);
        return Plan.of(ours && !node.equals(label) ? Step.LABEL : ours ? Step.EXPECT : Step.FORGET);
    }

    private static Plan prepare(VmiObserved seen, MigrationState state, Instant now) {
        boolean due = !Boolean.TRUE.equals(state.abortRequested())
                && seen.pod().filter(pod -> !pod.deleting()).isPresent()
                && Backoff.isDue(
                        seen.launcher().attempt(), seen.vmi().getMetadata().getGeneration(), now);
        return new Plan(Map.of(), due ? Step.PREPARE : Step.NOTHING, List.of(), Backoff.wait(seen, now));
    }

    private static Plan expect(MigrationState state, GuestReport report, Address here) {
        if (!isOf(report, state)) {
            return Plan.of(Step.NOTHING);
        }
        if (here.address().equals(state.targetNodeAddress()) || Boolean.TRUE.equals(state.abortRequested())) {
            return Plan.of(Step.EXPECT);
        }
        // One port for all; which of KubeVirt's three it is for is said on each connection.
        return Plan.writing(
                Map.of(
                        "migrationState",
                        Map.of(
                                "targetNodeAddress",
                                here.address(),
                                "targetDirectMigrationNodePorts",
                                Map.of(String.valueOf(here.port()), 0))),
                new VmiAction.Emit(false, "PreparingTarget", "Migration Target is listening at " + here.address()));
    }

    private static Plan claim(
            VmiObserved seen, VirtualMachineInstanceStatus status, GuestReport report, Address here, Instant instant) {
        if (status.migrationState() == null || !isOf(report, status.migrationState())) {
            return Plan.of(Step.NOTHING);
        }
        var now = instant.truncatedTo(ChronoUnit.MILLIS);
        var fields = new LinkedHashMap<String, Object>();
        fields.put(
                "migrationState",
                Map.of(
                        "targetNodeDomainDetected",
                        true,
                        "targetNodeDomainReadyTimestamp",
                        now,
                        "endTimestamp",
                        now,
                        "completed",
                        true));
        fields.put("nodeName", here.node());
        if (status.evacuationNodeName() != null) {
            fields.put("evacuationNodeName", StatusPatch.ABSENT);
        }
        seen.pod().ifPresent(pod -> fields.put("activePods", Map.of(pod.uid(), here.node())));
        // Where another life of this process has plumbed the pod, the addresses are those of the source's pod until
        // somebody has looked.
        fields.put(
                "interfaces",
                seen.launcher()
                        .findings()
                        .<Object>map(found -> arrived(found, report, status))
                        .orElse(StatusPatch.ABSENT));
        return Plan.writing(
                fields,
                new VmiAction.Emit(
                        false, "Migrated", "The VirtualMachineInstance migrated to node " + here.node() + "."));
    }

    /** A card that the pod has and the guest had not is plugged when it has arrived, and shown then. */
    private static List<InterfaceStatus> arrived(
            Findings found, GuestReport report, VirtualMachineInstanceStatus status) {
        var all = InterfaceStatuses.of(found.links());
        return report.cards()
                .map(cards -> InterfaceStatuses.present(all, cards))
                .orElseGet(() -> all.stream()
                        .filter(one -> status.interfaces().isEmpty()
                                || status.interfaces().stream()
                                        .anyMatch(before -> Objects.equals(before.name(), one.name())))
                        .toList());
    }

    private static boolean isOf(GuestReport report, MigrationState state) {
        return report.transfer()
                .incoming()
                .filter(uid -> uid.equals(state.migrationUid()))
                .isPresent();
    }

    private static @Nullable String label(VirtualMachineInstance vmi, String key) {
        return Objects.requireNonNullElse(vmi.getMetadata().getLabels(), Map.<String, String>of())
                .get(key);
    }
}
