package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launch.LaunchFacts;
import dev.yadori.handler.launcher.GuestLink;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import dev.yadori.handler.launcher.Transfer;
import dev.yadori.handler.vmi.TargetPlanner.Address;
import dev.yadori.handler.vmi.TargetPlanner.Plan;
import dev.yadori.handler.vmi.TargetPlanner.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TargetPlannerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Address HERE = new Address("node2", "10.0.0.2", 8188);
    private static final Map<String, Object> READY = Map.of("targetNodeAddress", "10.0.0.2");
    private static final Map<String, Object> STARTED = Map.of("startTimestamp", NOW);
    private static final Map<String, Object> ABORTED = Map.of("abortRequested", true);

    @Test
    void aLauncherThatWaitsIsPrepared() {
        assertThat(plan(SourcePlannerTest.guest(), new GuestState.Absent()).step())
                .isEqualTo(Step.PREPARE);
    }

    @Test
    void nothingIsPreparedForACancelledMigration() {
        assertThat(plan(SourcePlannerTest.guest(ABORTED), new GuestState.Absent())
                        .step())
                .isEqualTo(Step.NOTHING);
    }

    @Test
    void aPreparedLauncherIsAnnounced() {
        var plan = plan(SourcePlannerTest.guest(), new GuestState.Incoming());

        assertThat(plan.step()).isEqualTo(Step.EXPECT);
        assertThat(plan.status())
                .containsExactly(Map.entry(
                        "migrationState",
                        Map.of("targetNodeAddress", "10.0.0.2", "targetDirectMigrationNodePorts", Map.of("8188", 0))));
    }

    @Test
    void announcedOnceItIsNotWrittenAgain() {
        var plan = plan(SourcePlannerTest.guest(READY), new GuestState.Incoming());

        assertThat(plan.step()).isEqualTo(Step.EXPECT);
        assertThat(plan.status()).isEmpty();
    }

    @Test
    void aHandlerWithAnotherAddressAnnouncesItselfAnew() {
        var plan = plan(SourcePlannerTest.guest(Map.of("targetNodeAddress", "10.0.0.9")), new GuestState.Incoming());

        assertThat(plan.status()).containsKey("migrationState");
    }

    @Test
    void aGuestThatRunsHereIsClaimedByOneWrite() {
        var plan = plan(SourcePlannerTest.guest(READY, STARTED), new GuestState.Running());

        assertThat(plan.status())
                .containsEntry("nodeName", "node2")
                .containsEntry("activePods", Map.of(Sample.POD_UID, "node2"))
                .containsEntry(
                        "migrationState",
                        Map.of(
                                "targetNodeDomainDetected",
                                true,
                                "targetNodeDomainReadyTimestamp",
                                NOW,
                                "endTimestamp",
                                NOW,
                                "completed",
                                true));
    }

    /** The handler has been restarted since it prepared the pod: what the status says of addresses is of the source's pod. */
    @Test
    void addressesThatNobodyHasLookedUpAreNotKept() {
        var guest = Sample.written(
                SourcePlannerTest.guest(READY, STARTED),
                Map.of("interfaces", List.of(Map.of("name", "default", "ipAddress", "10.0.1.7"))));

        assertThat(plan(guest, new GuestState.Running()).status()).containsEntry("interfaces", StatusPatch.ABSENT);
    }

    @Test
    void aGuestThatItsUserPausedIsClaimedToo() {
        var plan = plan(SourcePlannerTest.guest(READY, STARTED), new GuestState.Paused(GuestState.PauseReason.USER));

        assertThat(plan.status()).containsEntry("nodeName", "node2");
    }

    @Test
    void theGuestOfAnotherMigrationIsNotClaimed() {
        var report = report(new GuestState.Running(), "88888888-8888-8888-8888-888888888888");
        var seen = Sample.seen(SourcePlannerTest.guest(READY, STARTED), Sample.says(report, new Attempt.Done()));

        assertThat(TargetPlanner.plan(seen, HERE, NOW).status()).isEmpty();
    }

    @Test
    void silenceClaimsNothing() {
        var seen = Sample.seen(SourcePlannerTest.guest(READY, STARTED), Sample.silentSince(NOW));

        assertThat(TargetPlanner.plan(seen, HERE, NOW)).isEqualTo(Plan.of(Step.NOTHING));
    }

    @Test
    void theLabelFollowsTheStatus() {
        var claimed = Sample.written(
                SourcePlannerTest.guest(READY, STARTED, Map.of("completed", true)), Map.of("nodeName", "node2"));

        assertThat(plan(claimed, new GuestState.Running()).step()).isEqualTo(Step.LABEL);
        assertThat(plan(Sample.onNode(claimed, "node2"), new GuestState.Running())
                        .step())
                .isEqualTo(Step.EXPECT);
    }

    @Test
    void aFailedMigrationIsForgotten() {
        var failed = SourcePlannerTest.guest(READY, STARTED, Map.of("completed", true, "failed", true));

        assertThat(plan(failed, new GuestState.Incoming()).step()).isEqualTo(Step.FORGET);
    }

    @Test
    void theMigrationToAnotherNodeIsNotOurs() {
        var elsewhere = SourcePlannerTest.guest(Map.of("targetNode", "node3"));

        assertThat(plan(elsewhere, new GuestState.Absent()).step()).isEqualTo(Step.FORGET);
    }

    /** It is plugged when the guest has arrived; until then it would be shown and taken back. */
    @Test
    void aCardThatComesWithThePodIsNotShownBeforeTheGuestHasIt() {
        assertThat(shown(Optional.of(Map.of("default", true)), List.of())).containsExactly("default");
        assertThat(shown(Optional.empty(), List.of("default"))).containsExactly("default");
        assertThat(shown(Optional.empty(), List.of())).containsExactly("default", "late");
    }

    private static List<String> shown(Optional<Map<String, Boolean>> cards, List<String> before) {
        var late = new GuestLink(
                "late",
                "net1",
                List.of(),
                1,
                new GuestLink.Joint.Tap(new LaunchFacts.Link("tap1", "02:11:22:33:44:66", 1450, null, null)));
        var links = Stream.concat(Sample.links().stream(), Stream.of(late)).toList();
        var told = report(new GuestState.Running(), SourcePlannerTest.MIGRATION, cards);
        var view = Sample.says(told, new Attempt.Done());
        var guest = Sample.written(
                SourcePlannerTest.guest(READY, STARTED),
                Map.of(
                        "interfaces",
                        before.stream().map(name -> Map.of("name", name)).toList()));
        var plumbed = new LauncherView(
                view.contact(), view.ended(), view.attempt(), Optional.of(new Findings(links, Map.of())), view.cards());

        var plan = TargetPlanner.plan(Sample.seen(guest, plumbed), HERE, NOW);

        return ((List<?>) plan.status().getOrDefault("interfaces", List.of()))
                .stream()
                        .map(one -> Objects.requireNonNull(((InterfaceStatus) one).name()))
                        .toList();
    }

    private static Plan plan(VirtualMachineInstance guest, GuestState state) {
        var report = report(state, SourcePlannerTest.MIGRATION);
        return TargetPlanner.plan(Sample.seen(guest, Sample.says(report, new Attempt.None())), HERE, NOW);
    }

    private static GuestReport report(GuestState state, String migration) {
        return report(state, migration, Optional.empty());
    }

    private static GuestReport report(GuestState state, String migration, Optional<Map<String, Boolean>> cards) {
        return new GuestReport(
                state,
                NOW,
                "",
                true,
                "q35",
                false,
                Optional.empty(),
                Optional.empty(),
                new Transfer(Optional.empty(), Optional.of(migration)),
                cards);
    }
}
