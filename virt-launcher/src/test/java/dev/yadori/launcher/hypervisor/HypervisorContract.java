package dev.yadori.launcher.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.hypervisor.Hypervisor.DeviceChange;
import dev.yadori.launcher.hypervisor.Hypervisor.PowerButton;
import dev.yadori.launcher.hypervisor.HypervisorException.Reason;
import dev.yadori.launcher.picture.PngPicture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What any hypervisor does. Those who run it make one and the domains for it. */
public abstract class HypervisorContract {
    private static final UUID GUEST = UUID.fromString("6a1c1e0e-5f6a-4d0e-9d10-0123456789ab");

    protected abstract Hypervisor hypervisor();

    /** A domain that needs nothing and does not boot. */
    protected abstract String domain(UUID guest);

    @Test
    void guestNobodyDefinedIsAbsent() {
        assertThat(observed()).isEqualTo(new Observation.Absent());
    }

    @Test
    void warmingUpMakesNoGuest() throws HypervisorException {
        hypervisor().warmUp();

        assertThat(observed()).isEqualTo(new Observation.Absent());
    }

    @Test
    void definedGuestIsOff() throws HypervisorException {
        hypervisor().define(domain(GUEST));

        assertThat(execution()).isEqualTo(new Execution.Off(Execution.OffCause.UNKNOWN));
    }

    @Test
    void startedGuestRunsWhenTheCallReturns() throws HypervisorException {
        started(false);

        assertThat(execution()).isEqualTo(new Execution.Running());
        assertThat(facts().machineType()).startsWith("pc-q35-");
        assertThat(facts().accelerated()).isFalse();
    }

    @Test
    void guestStartedPausedIsPausedByItsUser() throws HypervisorException {
        started(true);

        assertThat(execution()).isEqualTo(new Execution.Paused(Execution.PauseCause.USER));
    }

    @Test
    void pausedGuestGoesOn() throws HypervisorException {
        started(false);

        hypervisor().pause(GUEST);
        var paused = execution();
        hypervisor().resume(GUEST);

        assertThat(paused).isEqualTo(new Execution.Paused(Execution.PauseCause.USER));
        assertThat(execution()).isEqualTo(new Execution.Running());
    }

    @Test
    void guestThatIsResetRunsOn() throws HypervisorException {
        started(false);

        hypervisor().reset(GUEST);

        assertThat(execution()).isEqualTo(new Execution.Running());
    }

    @Test
    void guestWithoutAgentIsAskedToRebootByAcpi() throws HypervisorException {
        started(false);

        hypervisor().askToReboot(GUEST, PowerButton.ACPI);

        assertThat(execution()).isEqualTo(new Execution.Running());
        assertThatThrownBy(() -> hypervisor().askToReboot(GUEST, PowerButton.AGENT))
                .isInstanceOf(HypervisorException.class);
    }

    @Test
    void guestWithoutAgentAnswersNothing() throws HypervisorException {
        started(false);

        assertThatThrownBy(() -> hypervisor().askAgent(GUEST, "{\"execute\":\"guest-ping\"}", Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        HypervisorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_AGENT));
    }

    @Test
    void pictureOfItsScreenIsTaken() throws HypervisorException, IOException {
        started(false);
        var picture = new PngPicture(1 << 20);

        hypervisor().takePicture(GUEST, picture);

        var image = ImageIO.read(picture.png().newInput());
        assertThat(image.getWidth()).isPositive();
        assertThat(image.getHeight()).isPositive();
    }

    @Test
    void guestThatIsOffHasNoPicture() throws HypervisorException {
        hypervisor().define(domain(GUEST));

        assertThatThrownBy(() -> hypervisor().takePicture(GUEST, new ByteArrayOutputStream()))
                .isInstanceOfSatisfying(
                        HypervisorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_STATE));
    }

    @Test
    void whatARunningGuestUsesIsCounted() throws HypervisorException {
        started(false);

        var seen = hypervisor().statistics(GUEST);

        assertThat(seen.domain().get("cpu.time")).isPositive();
        assertThat(seen.domain().get("balloon.current")).isPositive();
        assertThat(seen.domain().get("balloon.rss")).isPositive();
        assertThat(seen.vcpus())
                .singleElement()
                .satisfies(one -> assertThat(one).containsEntry("state", 1L).containsKey("time"));
    }

    @Test
    void guestThatIsOffUsesNothing() throws HypervisorException {
        hypervisor().define(domain(GUEST));

        assertThatThrownBy(() -> hypervisor().statistics(GUEST))
                .isInstanceOfSatisfying(
                        HypervisorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_STATE));
    }

    @Test
    void cardIsPluggedIntoARunningGuest() throws HypervisorException {
        started(false);

        hypervisor().change(GUEST, DeviceChange.PLUG, card(""));

        assertThat(facts().cards()).containsExactly(new DomainFacts.Card("blue", true, DomainFacts.Kind.TAP));
    }

    @Test
    void linkOfACardGoesDownAndUp() throws HypervisorException {
        started(false);
        hypervisor().change(GUEST, DeviceChange.PLUG, card(""));

        hypervisor().change(GUEST, DeviceChange.UPDATE, card("<link state='down'/>"));
        var down = facts().cards();
        hypervisor().change(GUEST, DeviceChange.UPDATE, card(""));

        assertThat(down).containsExactly(new DomainFacts.Card("blue", false, DomainFacts.Kind.TAP));
        assertThat(facts().cards()).containsExactly(new DomainFacts.Card("blue", true, DomainFacts.Kind.TAP));
    }

    /** No system runs in it that would let the card go, so that it keeps it until it begins anew. */
    @Test
    void unpluggedCardIsGoneAtTheGuestsNextResetAndThatIsTold() throws HypervisorException {
        started(false);
        hypervisor().change(GUEST, DeviceChange.PLUG, card(""));
        var changes = new AtomicInteger();
        hypervisor().onChange(changes::incrementAndGet);

        hypervisor().unplug(GUEST, "ua-blue");
        int before = changes.get();
        hypervisor().reset(GUEST);

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(facts().cards()).isEmpty();
            assertThat(changes).hasValueGreaterThan(before);
        });
    }

    @Test
    void guestThatIsOffGetsNoCard() throws HypervisorException {
        hypervisor().define(domain(GUEST));

        assertThatThrownBy(() -> hypervisor().change(GUEST, DeviceChange.PLUG, card("")))
                .isInstanceOfSatisfying(
                        HypervisorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_STATE));
    }

    @Test
    void howItEndedIsRemembered() throws HypervisorException {
        started(false);

        hypervisor().destroy(GUEST);

        assertThat(execution()).isEqualTo(new Execution.Off(Execution.OffCause.DESTROYED));
    }

    @Test
    void destroyingTwiceIsNoError() throws HypervisorException {
        started(false);

        hypervisor().destroy(GUEST);
        hypervisor().destroy(GUEST);

        assertThat(execution()).isEqualTo(new Execution.Off(Execution.OffCause.DESTROYED));
    }

    @Test
    void changesAreTold() throws HypervisorException {
        var changes = new AtomicInteger();
        hypervisor().onChange(changes::incrementAndGet);
        started(false);
        int before = changes.get();

        hypervisor().pause(GUEST);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(changes).hasValueGreaterThan(before));
    }

    @Test
    void runningGuestCannotBeStarted() throws HypervisorException {
        started(false);

        assertThatThrownBy(() -> hypervisor().start(GUEST, false))
                .isInstanceOfSatisfying(
                        HypervisorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_STATE));
    }

    @Test
    void guestThatIsOffCannotBePaused() throws HypervisorException {
        hypervisor().define(domain(GUEST));

        assertThatThrownBy(() -> hypervisor().pause(GUEST))
                .isInstanceOfSatisfying(
                        HypervisorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_STATE));
    }

    @Test
    void guestNobodyDefinedCannotBeStarted() {
        assertThatThrownBy(() -> hypervisor().start(GUEST, false))
                .isInstanceOfSatisfying(
                        HypervisorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_GUEST));
    }

    @Test
    void nonsenseIsRejected() {
        assertThatThrownBy(() -> hypervisor().define("<domain/>"))
                .isInstanceOfSatisfying(
                        HypervisorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REJECTED));
    }

    private static String card(String link) {
        return """
                <interface type='user'>
                  <mac address='02:00:00:00:00:07'/><model type='virtio'/>%s<alias name='ua-blue'/>
                </interface>
                """.formatted(link);
    }

    private void started(boolean paused) throws HypervisorException {
        hypervisor().define(domain(GUEST));
        hypervisor().start(GUEST, paused);
    }

    private Observation observed() {
        return hypervisor().observe(GUEST);
    }

    private Execution execution() {
        return ((Observation.Present) observed()).execution();
    }

    private DomainFacts facts() {
        return ((Observation.Present) observed()).facts();
    }
}
