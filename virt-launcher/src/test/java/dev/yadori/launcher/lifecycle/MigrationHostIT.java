package dev.yadori.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.hypervisor.MigrationOrder;
import dev.yadori.launcher.hypervisor.libvirt.BootSector;
import dev.yadori.launcher.hypervisor.libvirt.LibvirtDaemon;
import dev.yadori.launcher.hypervisor.libvirt.LibvirtHypervisor;
import dev.yadori.launcher.lifecycle.GuestState.StopReason;
import dev.yadori.launcher.lifecycle.TransferReport.Phase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two libvirtds, one of them in a mount namespace of its own so that both sides have the same paths, and a real emulated guest
 * that counts in its memory.
 */
class MigrationHostIT {
    private static final UUID GUEST = UUID.fromString("6a1c1e0e-5f6a-4d0e-9d10-0123456789ac");
    private static final UUID OBJECT = new UUID(1, 1);
    private static final UUID MIGRATION = new UUID(2, 2);
    private static final Launch LAUNCH = new Launch(GUEST, OBJECT, false, Duration.ZERO);
    private static final long MEBIBYTE = 1 << 20;
    private static final long UNLIMITED = 0;
    private static final int DISK = 16 << 20;
    private static final MigrationTerms AT_ONCE = standingStill(Duration.ofMillis(300));
    /** A guest that writes all the time is not moved in so little. */
    private static final MigrationTerms NEVER = standingStill(Duration.ofMillis(1));

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Relay relay = new Relay();
    private Path shared;
    private Path elsewhere;
    private LibvirtDaemon here;
    private LibvirtDaemon there;
    private GuestLifecycle source;
    private GuestLifecycle target;

    @BeforeEach
    void start() throws Exception {
        assumeThat(LibvirtDaemon.isPossible() && LibvirtDaemon.isRoot()).isTrue();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        shared = Files.createDirectory(folder.resolve("run"));
        elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        for (var side : List.of(shared, elsewhere)) {
            var image = side.resolve("data.img");
            try (var file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(DISK);
                if (side.equals(shared)) {
                    file.write("the source's".repeat(DISK / 12).getBytes(StandardCharsets.US_ASCII));
                }
            }
            BootSector.counts(side);
        }
        LibvirtDaemon.give(shared);
        LibvirtDaemon.give(elsewhere);
        here = LibvirtDaemon.start(Files.createDirectory(folder.resolve("here")));
        there = LibvirtDaemon.startElsewhere(Files.createDirectory(folder.resolve("there")), elsewhere, shared);
        join();
        source = lifecycle(here, folder.resolve("journal-here"));
        target = lifecycle(there, folder.resolve("journal-there"));
        source.start(LAUNCH, () -> new Preparation.PreparedDomain(domain(), Optional.empty()))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        target.expect(LAUNCH, () -> new Preparation.PreparedDomain("", Optional.empty()), MIGRATION)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        awaitCounting(shared);
    }

    private void join() throws IOException {
        relay.join(shared.resolve("libvirt"), folder.resolve("there/run/libvirt/libvirt-sock"));
        relay.join(shared.resolve("memory"), elsewhere.resolve("memory"));
        relay.join(shared.resolve("disks"), elsewhere.resolve("disks"));
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        for (var one : open.reversed()) {
            one.close();
        }
        for (var daemon : new LibvirtDaemon[] {here, there}) {
            if (daemon != null) {
                daemon.close();
            }
        }
    }

    @Test
    void guestGoesOnCountingWhereItWas() throws Exception {
        migrate(UNLIMITED);
        awaitDeparted();
        var stillThere = target.log().current().state();

        target.complete(MIGRATION, false).toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(stillThere).isEqualTo(new GuestState.Incoming(true));
        assertThat(target.log().current().state()).isEqualTo(new GuestState.Running());
        awaitCounting(elsewhere);
        long last = numbers(shared).getLast();
        assertThat(numbers(elsewhere).get(1)).isBetween(last, last + 2);
        await().untilAsserted(() -> assertThat(source.log()
                        .current()
                        .transfer()
                        .outgoing()
                        .orElseThrow()
                        .statistics()
                        .downtime())
                .isPositive()
                .isLessThan(Duration.ofSeconds(5)));
        assertThat(Files.readString(elsewhere.resolve("data.img"))).startsWith("the source's");
    }

    @Test
    void nothingRunsThereBeforeTheSourceIsKnownToHaveStopped() throws Exception {
        migrate(UNLIMITED);
        awaitDeparted();

        there.kill();
        there.restart();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(target.log().current().state()).isEqualTo(new GuestState.Incoming(true)));
        assertThat(numbers(elsewhere)).isEmpty();
        target.complete(MIGRATION, false).toCompletableFuture().get(10, TimeUnit.SECONDS);
        awaitCounting(elsewhere);
    }

    @Test
    void memoryTakesAsManyConnectionsAsItMay() throws Exception {
        migrate(UNLIMITED, 3, AT_ONCE);
        awaitDeparted();

        target.complete(MIGRATION, false).toCompletableFuture().get(10, TimeUnit.SECONDS);

        awaitCounting(elsewhere);
        assertThat(relay.connections(elsewhere.resolve("memory")))
                .as("one for what is not memory")
                .isEqualTo(1 + 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void cancelledMigrationLeavesTheGuestAlone(int connections) throws Exception {
        migrate(MEBIBYTE, connections, NEVER);
        awaitGoing();

        source.cancelMigration(MIGRATION).toCompletableFuture().get(30, TimeUnit.SECONDS);

        awaitPhase(Phase.CANCELLED);
        awaitCounting(shared);
        assertThat(there.virsh("list", "--all", "--name")).isBlank();
    }

    @Test
    void emulatorThatDiesAtTheTargetLeavesTheGuestAlone() throws Exception {
        migrate(MEBIBYTE);
        awaitGoing();

        there.emulator("guest").orElseThrow().destroyForcibly();

        awaitPhase(Phase.FAILED);
        awaitCounting(shared);
        assertThat(target.log().current().state()).isEqualTo(new GuestState.Incoming(false));
    }

    @Test
    void connectionThatIsCutLeavesTheGuestAlone() throws Exception {
        migrate(MEBIBYTE);
        awaitGoing();

        relay.cut();

        awaitPhase(Phase.FAILED);
        awaitCounting(shared);
    }

    @Test
    void libvirtThatDiesAtTheSourceLeavesTheGuestAlone() throws Exception {
        migrate(MEBIBYTE);
        awaitGoing();

        here.kill();
        here.restart();

        awaitPhase(Phase.FAILED);
        awaitCounting(shared);
    }

    @Test
    void launcherThatIsRestartedGoesOnWithTheMigration() throws Exception {
        migrate(8 * MEBIBYTE);
        awaitGoing();

        source = lifecycle(here, folder.resolve("journal-here"));
        migrate(8 * MEBIBYTE, new MigrationTerms(Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO, true));

        awaitDeparted();
        target.complete(MIGRATION, false).toCompletableFuture().get(10, TimeUnit.SECONDS);
        awaitCounting(elsewhere);
    }

    @Test
    void guestThatWritesTooFastIsPausedToComeToAnEnd() throws Exception {
        migrate(8 * MEBIBYTE, new MigrationTerms(Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ZERO, true));

        awaitDeparted();

        assertThat(source.log().current().transfer().outgoing().orElseThrow().paused())
                .isTrue();
        target.complete(MIGRATION, false).toCompletableFuture().get(10, TimeUnit.SECONDS);
        awaitCounting(elsewhere);
    }

    private void migrate(long bandwidth) throws Exception {
        migrate(bandwidth, bandwidth == UNLIMITED ? AT_ONCE : NEVER);
    }

    private void migrate(long bandwidth, MigrationTerms terms) throws Exception {
        migrate(bandwidth, 0, terms);
    }

    private void migrate(long bandwidth, int connections, MigrationTerms terms) throws Exception {
        var route = new MigrationOrder.Route(
                shared.resolve("libvirt").toString(),
                shared.resolve("memory").toString(),
                shared.resolve("disks").toString());
        var speed = new MigrationOrder.Speed(bandwidth, connections, false);
        source.migrate(new MigrationRequest(
                        MIGRATION, new MigrationOrder(route, List.of("sda", "vda"), speed, false), terms))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static MigrationTerms standingStill(Duration most) {
        return new MigrationTerms(most, Duration.ZERO, Duration.ZERO, false);
    }

    private GuestLifecycle lifecycle(LibvirtDaemon daemon, Path journal) {
        var thread = Executors.newSingleThreadScheduledExecutor();
        open.add(stopping(thread));
        var hypervisor = new LibvirtHypervisor(daemon.uri(), "/usr/bin/qemu-system-x86_64");
        open.add(hypervisor);
        var made = new GuestLifecycle(hypervisor, new FileJournal(journal), InstantSource.system(), thread, _ -> {});
        made.attach();
        return made;
    }

    private static AutoCloseable stopping(ScheduledExecutorService thread) {
        return thread::shutdownNow;
    }

    private String domain() {
        return LibvirtDaemon.domain(GUEST, "guest").replace("</devices>", """
                <disk type='file' device='disk'><source file='%1$s/count.img'/><target dev='sda' bus='sata'/></disk>
                <disk type='file' device='disk'><driver name='qemu' type='raw' cache='none'/>
                  <source file='%1$s/data.img'/><target dev='vda' bus='virtio'/></disk>
                <serial type='file'><source path='%1$s/serial.log'/></serial>
                </devices>""".formatted(shared));
    }

    private void awaitDeparted() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(source.log().current().state())
                        .isEqualTo(new GuestState.Stopped(StopReason.MIGRATED, "")));
    }

    private void awaitPhase(Phase phase) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(source.log()
                                .current()
                                .transfer()
                                .outgoing()
                                .orElseThrow()
                                .phase())
                        .isEqualTo(phase));
        assertThat(source.log().current().state()).isEqualTo(new GuestState.Running());
    }

    /** Memory is on its way. */
    private void awaitGoing() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(source.log()
                                .current()
                                .transfer()
                                .outgoing()
                                .orElseThrow()
                                .statistics()
                                .transferredBytes())
                        .isPositive());
    }

    private void awaitCounting(Path side) throws IOException {
        int before = numbers(side).size();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(numbers(side)).hasSizeGreaterThan(before + 10));
    }

    /** Whole lines only. */
    private static List<Long> numbers(Path side) throws IOException {
        var log = side.resolve("serial.log");
        return Files.exists(log)
                ? Files.readString(log)
                        .lines()
                        .filter(line -> line.length() == 8)
                        .map(line -> Long.parseLong(line, 16))
                        .toList()
                : List.of();
    }
}
