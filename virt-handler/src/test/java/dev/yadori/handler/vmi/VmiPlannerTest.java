package dev.yadori.handler.vmi;

import static dev.yadori.handler.vmi.Sample.NODE;
import static dev.yadori.handler.vmi.Sample.NOW;
import static dev.yadori.handler.vmi.Sample.POD_UID;
import static dev.yadori.handler.vmi.Sample.plumbed;
import static dev.yadori.handler.vmi.Sample.report;
import static dev.yadori.handler.vmi.Sample.says;
import static dev.yadori.handler.vmi.Sample.seen;
import static dev.yadori.handler.vmi.Sample.silentSince;
import static dev.yadori.handler.vmi.Sample.vmi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import dev.yadori.handler.launcher.GuestState.PauseReason;
import dev.yadori.handler.launcher.GuestState.StopReason;
import dev.yadori.handler.launcher.LauncherException.Kind;
import dev.yadori.handler.launcher.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmiPlannerTest {
    private static final VmiAction LAUNCH = new VmiAction.Launch(POD_UID);

    static VmiPlan plan(VmiObserved seen) {
        return VmiPlanner.plan(seen, NODE, NOW);
    }

    static VirtualMachineInstance after(VirtualMachineInstance vmi, VmiPlan plan) {
        return Sample.written(vmi, plan.status());
    }

    static Optional<Condition> condition(VirtualMachineInstance vmi, String type) {
        return Optional.ofNullable(vmi.getStatus()).stream()
                .flatMap(status -> status.conditions().stream())
                .filter(one -> type.equals(one.type()))
                .findFirst();
    }

    static List<String> events(VmiPlan plan) {
        return plan.actions().stream()
                .filter(VmiAction.Emit.class::isInstance)
                .map(VmiAction.Emit.class::cast)
                .map(VmiAction.Emit::reason)
                .toList();
    }

    /** Phase, what the launcher says, and the phase that follows; "-" where nothing is written. */
    static Stream<Arguments> transitions() {
        return Stream.of(
                Arguments.of("Pending", new GuestState.Running(), "-"),
                Arguments.of("Scheduling", new GuestState.Running(), "-"),
                Arguments.of("Scheduling", new GuestState.Stopped(StopReason.CRASHED), "-"),
                Arguments.of("Scheduled", new GuestState.Absent(), "-"),
                Arguments.of("Scheduled", new GuestState.Starting(), "-"),
                Arguments.of("Scheduled", new GuestState.Unknown(), "-"),
                Arguments.of("Scheduled", new GuestState.Running(), "Running"),
                Arguments.of("Scheduled", new GuestState.Paused(PauseReason.START_STRATEGY), "Running"),
                Arguments.of("Scheduled", new GuestState.ShuttingDown(), "Running"),
                Arguments.of("Scheduled", new GuestState.Stopped(StopReason.FAILED_TO_START), "Failed"),
                Arguments.of("Running", new GuestState.Unknown(), "-"),
                Arguments.of("Running", new GuestState.Starting(), "-"),
                Arguments.of("Running", new GuestState.Stopped(StopReason.SHUTDOWN), "Succeeded"),
                Arguments.of("Running", new GuestState.Stopped(StopReason.CRASHED), "Failed"),
                Arguments.of("Running", new GuestState.Stopped(StopReason.OTHER), "Failed"),
                Arguments.of("Running", new GuestState.Stopped(StopReason.DESTROYED), "Failed"),
                Arguments.of("Succeeded", new GuestState.Running(), "-"),
                Arguments.of("Failed", new GuestState.Absent(), "-"),
                Arguments.of("WaitingForSync", new GuestState.Running(), "-"),
                Arguments.of("SomethingNew", new GuestState.Running(), "-"));
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void phaseFollowsFromEvidence(String phase, GuestState state, String expected) {
        var plan = plan(seen(vmi(phase), plumbed(says(state))));

        var next = plan.status().get("phase") instanceof VirtualMachineInstancePhase reached ? reached.wire() : "-";
        assertThat(next).isEqualTo(expected);
        if (expected.equals("-")) {
            assertThat(plan.status()).isEmpty();
        }
    }

    @Test
    void everythingAboutARunningGuestIsWrittenAtOnce() throws IOException {
        var scheduled = vmi("Scheduled");
        var plan = plan(seen(scheduled, plumbed(says(new GuestState.Running()))));

        var status = after(scheduled, plan).getStatus();
        assertThat(Sample.JSON.asYaml(status).strip())
                .isEqualToNormalizingNewlines(Files.readString(Path.of("src/test/resources/vmi/running-status.yaml"))
                        .strip());
        assertThat(events(plan)).containsExactly("Created", "Started");
    }

    @Test
    void nothingIsWrittenTwice() {
        var scheduled = vmi("Scheduled");
        var launcher = plumbed(says(new GuestState.Running()));
        var running = after(scheduled, plan(seen(scheduled, launcher)));

        assertThat(plan(seen(running, launcher))).isEqualTo(VmiPlan.NOTHING);
    }

    /** Its cache is empty, and it has plumbed nothing. */
    @Test
    void aHandlerThatRestartsWritesNothing() {
        var scheduled = vmi("Scheduled");
        var running = after(scheduled, plan(seen(scheduled, plumbed(says(new GuestState.Running())))));

        assertThat(plan(seen(running, says(new GuestState.Running())))).isEqualTo(VmiPlan.NOTHING);
        assertThat(plan(new VmiObserved(running, Optional.empty(), LauncherView.NOTHING)))
                .isEqualTo(VmiPlan.NOTHING);
    }

    static final List<LauncherView> UNKNOWN = List.of(
            LauncherView.NOTHING,
            silentSince(NOW),
            new LauncherView(
                    new Contact.Made(Optional.empty()),
                    Optional.empty(),
                    new Attempt.None(),
                    Optional.empty(),
                    Optional.empty()),
            says(new GuestState.Unknown()));

    @ParameterizedTest
    @FieldSource("UNKNOWN")
    void absenceOfEvidenceChangesNothing(LauncherView launcher) {
        for (var phase : List.of("Scheduled", "Running")) {
            var plan = plan(seen(vmi(phase), launcher));

            assertThat(plan.status()).isEmpty();
            assertThat(plan.actions()).isEmpty();
        }
    }

    @Test
    void aLauncherOutOfReachIsSaidAfterAWhileAndTakenBack() {
        var running = vmi("Running");
        var early = plan(seen(running, silentSince(NOW.minusSeconds(20))));
        assertThat(early.requeue()).contains(Duration.ofMillis(40_001));

        var late = plan(seen(running, silentSince(NOW.minusSeconds(60))));

        var told = after(running, late);
        assertThat(late.status()).containsOnlyKeys("conditions");
        assertThat(condition(told, "Synchronized")).hasValueSatisfying(condition -> {
            assertThat(condition.status()).isEqualTo("False");
            assertThat(condition.reason()).isEqualTo("LauncherUnreachable");
        });
        assertThat(plan(seen(told, silentSince(NOW.minusSeconds(90)))).status()).isEmpty();
        var back = after(told, plan(seen(told, plumbed(says(new GuestState.Running())))));
        assertThat(condition(back, "Synchronized")).isEmpty();
    }

    @Test
    void aLauncherWithoutMemoryEndsNoGuest() {
        var plan = plan(seen(vmi("Running"), says(new GuestState.Absent())));

        assertThat(plan.status()).containsOnlyKeys("conditions");
        assertThat(plan.actions()).doesNotContain(LAUNCH);
        assertThat(events(plan)).containsExactly("SyncFailed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 90, 137})
    void aContainerThatHasEndedIsAProof(int code) {
        var seen = new VmiObserved(vmi("Running"), Optional.of(Sample.exitedPod(code)), silentSince(NOW));

        assertThat(plan(seen).status())
                .containsEntry(
                        "phase",
                        code == 0 ? VirtualMachineInstancePhase.SUCCEEDED : VirtualMachineInstancePhase.FAILED);
    }

    /** Exit code 0 as well, but it did not go as the user wanted. */
    @Test
    void whatTheLauncherSaidLastCountsMoreThanItsExitCode() {
        var said = says(new GuestState.Stopped(StopReason.DESTROYED));
        var seen = new VmiObserved(
                vmi("Running"),
                Optional.of(Sample.exitedPod(0)),
                new LauncherView(
                        new Contact.Seeking(NOW, "gone"),
                        said.ended(),
                        new Attempt.None(),
                        Optional.empty(),
                        Optional.empty()));

        assertThat(plan(seen).status()).containsEntry("phase", VirtualMachineInstancePhase.FAILED);
    }

    @Test
    void aGuestWithoutGracePeriodIsEndedAsItWanted() {
        var guest = Sample.withSpec(vmi("Running"), "terminationGracePeriodSeconds", 0);

        assertThat(plan(seen(guest, says(new GuestState.Stopped(StopReason.DESTROYED))))
                        .status())
                .containsEntry("phase", VirtualMachineInstancePhase.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Scheduling", "Scheduled"})
    void aGuestIsStartedAsSoonAsItsLauncherAnswers(String phase) {
        assertThat(plan(seen(vmi(phase), says(new GuestState.Absent()))).actions())
                .containsExactly(LAUNCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pending", "Running", "Succeeded", "Failed"})
    void noGuestIsStartedInAnotherPhase(String phase) {
        assertThat(plan(seen(vmi(phase), says(new GuestState.Absent()))).actions())
                .doesNotContain(LAUNCH);
    }

    @Test
    void noGuestIsStartedThatIsBeingDeleted() {
        var seen = seen(Sample.deleted(vmi("Scheduled")), says(new GuestState.Absent()));

        assertThat(plan(seen).actions()).isEmpty();
    }

    @Test
    void noGuestIsStartedInAPodThatIsNotRecordedOrIsBeingDeleted() {
        var ready = Optional.of(new PodFacts.Readiness(true, "", ""));
        var absent = says(new GuestState.Absent());

        for (var pod : List.of(
                new PodFacts("another", false, ready, Optional.empty(), Set.of()),
                new PodFacts(POD_UID, true, ready, Optional.empty(), Set.of()))) {
            assertThat(plan(new VmiObserved(vmi("Scheduled"), Optional.of(pod), absent))
                            .actions())
                    .isEmpty();
        }
    }

    @Test
    void aGuestOfAnotherNodeIsNotTouched() {
        var elsewhere = Sample.onNode(vmi("Running"), "node-b");

        assertThat(plan(seen(elsewhere, says(new GuestState.Stopped(StopReason.CRASHED)))))
                .isEqualTo(VmiPlan.NOTHING);
    }

    @Test
    void aStartThatMayWorkLaterIsTriedAgainLaterAndLater() {
        var scheduled = vmi("Scheduled");
        var failed = new Attempt.Failed(Kind.NOT_READY, "DISK_MISSING", "no disk", new Attempt.Failed.Try(NOW, 2, 1));

        var plan = plan(seen(scheduled, says(report(new GuestState.Absent()), failed)));

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.requeue()).contains(Duration.ofMillis(1001));
        assertThat(condition(after(scheduled, plan), "Synchronized"))
                .hasValueSatisfying(condition -> assertThat(condition)
                        .extracting(Condition::status, Condition::reason, Condition::message)
                        .containsExactly("False", "DiskMissing", "no disk"));
        var later = VmiPlanner.plan(
                seen(scheduled, says(report(new GuestState.Absent()), failed)), NODE, NOW.plusSeconds(1));
        assertThat(later.actions()).containsExactly(LAUNCH);
        assertThat(Backoff.delay(40)).isEqualTo(Backoff.LONGEST);
    }

    @Test
    void aStartThatIsWrongForGoodEndsTheGuestUnlessItsSpecificationHasChanged() {
        var scheduled = vmi("Scheduled");
        var failed = new Attempt.Failed(
                Kind.INVALID,
                "INVALID_SPECIFICATION",
                "spec.x: no",
                new Attempt.Failed.Try(NOW.minusSeconds(999), 1, 1));
        var launcher = says(report(new GuestState.Absent()), failed);

        var plan = plan(seen(scheduled, launcher));

        assertThat(plan.actions()).containsExactly(new VmiAction.Emit(true, "SyncFailed", "spec.x: no"));
        assertThat(plan.requeue()).isEmpty();
        assertThat(plan.status()).containsEntry("phase", VirtualMachineInstancePhase.FAILED);
        assertThat(condition(after(scheduled, plan), "Synchronized"))
                .hasValueSatisfying(condition -> assertThat(condition)
                        .extracting(Condition::status, Condition::reason, Condition::message)
                        .containsExactly("False", "InvalidSpecification", "spec.x: no"));
        var changed = Sample.JSON.clone(scheduled);
        changed.getMetadata().setGeneration(2L);
        assertThat(plan(seen(changed, launcher)).actions()).contains(LAUNCH);
    }

    /** It has been restarted between the start and the status. */
    @Test
    void addressesThatNobodyKnowsAreLookedUpBeforeTheOneWrite() {
        var plan = plan(seen(vmi("Scheduled"), says(new GuestState.Running())));

        assertThat(plan.actions()).containsExactly(new VmiAction.Inspect(POD_UID));
        assertThat(plan.status()).isEmpty();
        var looking = says(report(new GuestState.Running()), new Attempt.Running(1));
        assertThat(plan(seen(vmi("Scheduled"), looking))).isEqualTo(VmiPlan.NOTHING);
    }

    @Test
    void addressesThatCannotBeLookedUpAreNotWaitedForButTriedAgain() {
        var failed = new Attempt.Failed(Kind.NOT_READY, "NETWORK_NOT_READY", "no", new Attempt.Failed.Try(NOW, 1, 1));
        var seen = seen(vmi("Scheduled"), says(report(new GuestState.Running()), failed));

        var plan = plan(seen);

        assertThat(plan.status()).containsEntry("phase", VirtualMachineInstancePhase.RUNNING);
        assertThat(plan.actions()).doesNotContain(new VmiAction.Inspect(POD_UID));
        assertThat(plan.requeue()).isPresent();
        var later = VmiPlanner.plan(seen, NODE, NOW.plus(plan.requeue().orElseThrow()));
        assertThat(later.actions()).contains(new VmiAction.Inspect(POD_UID));
    }

    @Test
    void aPausedGuestIsNotReadyWhateverItsPodSays() {
        var running = vmi("Running");
        var paused = after(running, plan(seen(running, plumbed(says(new GuestState.Paused(PauseReason.IO_ERROR))))));

        assertThat(condition(paused, "Paused").map(Condition::reason)).contains("PausedIOError");
        assertThat(condition(paused, "Ready").map(Condition::status)).contains("False");
        var resumed = after(paused, plan(seen(paused, says(new GuestState.Running()))));
        assertThat(condition(resumed, "Paused")).isEmpty();
        assertThat(condition(resumed, "Ready").map(Condition::status)).contains("True");
    }

    @Test
    void agentAndEmulationAreConditions() {
        var running = vmi("Running");
        var report = new GuestReport(
                new GuestState.Running(),
                NOW,
                "",
                false,
                "pc-q35-9.2",
                true,
                Optional.empty(),
                Optional.empty(),
                Transfer.NONE,
                Optional.empty());

        var told = after(running, plan(seen(running, plumbed(says(report, new Attempt.None())))));

        assertThat(condition(told, "AgentConnected").map(Condition::status)).contains("True");
        assertThat(condition(told, "SoftwareEmulation").map(Condition::status)).contains("True");
    }

    @Test
    void shuttingDownIsToldAndSoIsTheEndOfADeletedGuest() {
        var deleted = Sample.deleted(vmi("Running"));

        assertThat(events(plan(seen(deleted, plumbed(says(new GuestState.ShuttingDown()))))))
                .containsExactly("ShuttingDown");
        assertThat(events(plan(seen(deleted, says(new GuestState.Stopped(StopReason.SHUTDOWN))))))
                .containsExactly("Stopped", "Deleted");
    }

    @Test
    void aCrashIsAWarning() {
        var plan = plan(seen(vmi("Running"), says(new GuestState.Stopped(StopReason.CRASHED))));

        assertThat(plan.actions())
                .containsExactly(new VmiAction.Emit(true, "Stopped", "The VirtualMachineInstance crashed."));
    }
}
