package dev.yadori.launcher.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.HypervisorContract;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.Observation;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibvirtHypervisorHostIT extends HypervisorContract {
    private static final UUID GUEST = new UUID(7, 7);
    private static LibvirtDaemon daemon;

    private Hypervisor hypervisor;

    @BeforeAll
    static void startDaemon(@TempDir Path folder) throws IOException {
        assumeThat(LibvirtDaemon.isPossible()).isTrue();
        daemon = LibvirtDaemon.start(folder);
    }

    @AfterAll
    static void stopDaemon() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
    }

    @BeforeEach
    void connect() {
        hypervisor = new LibvirtHypervisor(daemon.uri(), LibvirtDaemon.EMULATOR);
        await().untilAsserted(() -> assertThat(hypervisor.observe(GUEST)).isEqualTo(new Observation.Absent()));
    }

    @AfterEach
    void clear() throws IOException {
        hypervisor.close();
        daemon.clear();
    }

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected String domain(UUID guest) {
        return LibvirtDaemon.domain(guest, "contract");
    }

    @Test
    void killedDaemonIsUnknownAndThenTheGuestRunsOn() throws Exception {
        var changes = new AtomicInteger();
        hypervisor.onChange(changes::incrementAndGet);
        started();
        var emulator = daemon.emulator("guest").orElseThrow();

        daemon.kill();
        awaitUnknown();
        daemon.restart();

        awaitExecution(new Execution.Running());
        assertThat(emulator.isAlive()).isTrue();
        int before = changes.get();
        hypervisor.pause(GUEST);
        await().untilAsserted(() -> assertThat(changes).hasValueGreaterThan(before));
    }

    @Test
    void guestThatDiedWithTheDaemonIsKnownToBeOff() throws Exception {
        started();
        var emulator = daemon.emulator("guest").orElseThrow();

        daemon.kill();
        emulator.destroyForcibly();
        awaitUnknown();
        daemon.restart();

        awaitExecution(new Execution.Off(Execution.OffCause.CRASHED));
    }

    @Test
    void guestThatPowersItselfOffIsShutDown() throws Exception {
        startedFrom(BootSector.powersOffAfterTwoSeconds(daemon.folder()));

        awaitExecution(new Execution.Off(Execution.OffCause.SHUTDOWN));
    }

    @Test
    void guestThatPowersItselfOffWhileTheDaemonIsAwayIsShutDown() throws Exception {
        startedFrom(BootSector.powersOffAfterTwoSeconds(daemon.folder()));
        var serial = daemon.folder().resolve("serial.log");

        daemon.kill();
        awaitUnknown();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(serial).hasContent("!"));
        daemon.restart();

        awaitExecution(new Execution.Off(Execution.OffCause.SHUTDOWN));
    }

    @Test
    void killedEmulatorIsACrash() throws Exception {
        started();

        daemon.emulator("guest").orElseThrow().destroyForcibly();

        awaitExecution(new Execution.Off(Execution.OffCause.CRASHED));
    }

    @Test
    void startThatFailsSaysWhy() {
        var xml = LibvirtDaemon.domain(GUEST, "guest").replace("</devices>", """
                        <disk type='file' device='disk'><source file='/nowhere/disk.img'/><target dev='vda'/></disk>
                        </devices>""");

        var failure = catchThrowableOfType(HypervisorException.class, () -> {
            hypervisor.define(xml);
            hypervisor.start(GUEST, false);
        });

        assertThat(failure.reason()).isEqualTo(HypervisorException.Reason.FAILED);
        assertThat(failure).hasMessageContaining("/nowhere/disk.img");
        awaitExecution(new Execution.Off(Execution.OffCause.FAILED_TO_START));
    }

    @Test
    void announcementIsAPacketFromTheCardsAddress() throws Exception {
        try (var network = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            network.setSoTimeout(20_000);
            hypervisor.define(
                    LibvirtDaemon.domain(GUEST, "guest").replace("</devices>", """
                    <interface type='udp'>
                      <mac address='52:54:00:00:00:0a'/>
                      <source address='127.0.0.1' port='%d'><local address='127.0.0.1' port='0'/></source>
                      <model type='virtio'/>
                    </interface>
                    </devices>""".formatted(network.getLocalPort())));
            hypervisor.start(GUEST, false);
            var packet = new DatagramPacket(new byte[2048], 2048);

            hypervisor.announce(GUEST);

            do {
                network.receive(packet);
            } while (!isAnnouncement(packet.getData()));
            assertThat(HexFormat.of().formatHex(packet.getData(), 6, 12)).isEqualTo("52540000000a");
        }
    }

    /** RFC 903, to all. */
    private static boolean isAnnouncement(byte[] frame) {
        return HexFormat.of().formatHex(frame, 0, 6).equals("ffffffffffff")
                && HexFormat.of().formatHex(frame, 12, 14).equals("8035");
    }

    private void started() throws HypervisorException {
        hypervisor.define(LibvirtDaemon.domain(GUEST, "guest"));
        hypervisor.start(GUEST, false);
    }

    private void startedFrom(Path disk) throws HypervisorException {
        hypervisor.define(LibvirtDaemon.domain(GUEST, "guest")
                .replace("</devices>", """
                <disk type='file' device='disk'><source file='%s'/><target dev='sda' bus='sata'/></disk>
                <serial type='file'><source path='%s'/></serial>
                </devices>""".formatted(disk, daemon.folder().resolve("serial.log"))));
        hypervisor.start(GUEST, false);
    }

    private void awaitUnknown() {
        await().untilAsserted(() -> assertThat(hypervisor.observe(GUEST)).isInstanceOf(Observation.Unknown.class));
    }

    private void awaitExecution(Execution execution) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(hypervisor.observe(GUEST))
                        .isInstanceOfSatisfying(
                                Observation.Present.class,
                                seen -> assertThat(seen.execution()).isEqualTo(execution)));
    }
}
