package dev.yadori.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.yadori.launcher.grpc.Collected;
import dev.yadori.launcher.hypervisor.libvirt.BootSector;
import dev.yadori.launcher.hypervisor.libvirt.LibvirtDaemon;
import dev.yadori.proto.launcher.v1.Boot;
import dev.yadori.proto.launcher.v1.Clock;
import dev.yadori.proto.launcher.v1.Compute;
import dev.yadori.proto.launcher.v1.ConsoleRequest;
import dev.yadori.proto.launcher.v1.ConsoleResponse;
import dev.yadori.proto.launcher.v1.Consoles;
import dev.yadori.proto.launcher.v1.CpuModel;
import dev.yadori.proto.launcher.v1.CpuTopology;
import dev.yadori.proto.launcher.v1.Disk;
import dev.yadori.proto.launcher.v1.Features;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.GuestStatus.State;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import dev.yadori.proto.launcher.v1.Lifecycle;
import dev.yadori.proto.launcher.v1.OpenConsole;
import dev.yadori.proto.launcher.v1.OpenVnc;
import dev.yadori.proto.launcher.v1.ResetGuestRequest;
import dev.yadori.proto.launcher.v1.ShutdownGuestRequest;
import dev.yadori.proto.launcher.v1.StartGuestRequest;
import dev.yadori.proto.launcher.v1.Storage;
import dev.yadori.proto.launcher.v1.TakeScreenshotRequest;
import dev.yadori.proto.launcher.v1.VncRequest;
import dev.yadori.proto.launcher.v1.VncResponse;
import dev.yadori.proto.launcher.v1.Volume;
import dev.yadori.proto.launcher.v1.WatchGuestRequest;
import dev.yadori.proto.launcher.v1.WatchGuestResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's process, a libvirtd and an emulated guest; each is killed while the others go on. */
class LauncherHostIT {
    private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(30);
    private static final UUID UID = new UUID(3, 4);
    private static final String DOMAIN = "test_guest";
    private static LibvirtDaemon daemon;

    private LauncherProcess launcher;

    @BeforeAll
    static void startDaemon(@TempDir Path folder) throws IOException {
        assumeThat(LibvirtDaemon.isPossible()).isTrue();
        daemon = LibvirtDaemon.start(folder);
        Files.createDirectories(folder.resolve("capabilities"));
        Files.writeString(folder.resolve("capabilities/kvm"), "unusable: the test is to be the same everywhere");
        var consoles = Files.createDirectories(folder.resolve("private/" + UID));
        Files.setPosixFilePermissions(consoles, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterAll
    static void stopDaemon() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
    }

    @BeforeEach
    void startLauncher() throws IOException {
        launcher = LauncherProcess.start(daemon.folder(), daemon.uri(), UID);
    }

    @AfterEach
    void clear() throws IOException {
        launcher.close();
        daemon.clear();
        Files.deleteIfExists(daemon.folder().resolve("launcher.log"));
        Files.deleteIfExists(serialLog());
        Files.deleteIfExists(daemon.folder().resolve("run/launcher/journal"));
        Files.deleteIfExists(daemon.folder().resolve("run/launcher/spec.pb"));
    }

    @Test
    void guestThatPowersItselfOffEndsTheLauncherWell() throws IOException {
        var status = start(spec(BootSector.powersOffAfterTwoSeconds(daemon.folder()), 30));
        var watch = watch();

        assertThat(status.getState()).isEqualTo(State.STATE_RUNNING);
        assertThat(status.getMachineType()).startsWith("pc-q35-");
        assertThat(launcher.exitStatus(PATIENCE)).isZero();
        assertThat(watch.messages().getLast().getEvent().getStatus().getStopReason())
                .isEqualTo(GuestStatus.StopReason.STOP_REASON_SHUTDOWN);
    }

    @Test
    void emulatorThatIsKilledEndsTheLauncherBadly() throws IOException {
        start(spec(BootSector.echoesOnItsSerialLine(daemon.folder()), 30));

        daemon.emulator(DOMAIN).orElseThrow().destroyForcibly();

        assertThat(launcher.exitStatus(PATIENCE)).isEqualTo(90);
    }

    @Test
    void killedLauncherFindsItsGuestAgain() throws IOException {
        start(spec(BootSector.echoesOnItsSerialLine(daemon.folder()), 30));
        var emulator = daemon.emulator(DOMAIN).orElseThrow();

        launcher.kill();
        launcher.restart();

        awaitState(watch(), State.STATE_RUNNING);
        assertThat(emulator.isAlive()).isTrue();
    }

    @Test
    void killedLauncherGoesOnEndingItsGuest() throws IOException {
        start(spec(BootSector.echoesOnItsSerialLine(daemon.folder()), 30));
        var watch = watch();
        shutdown(4);
        awaitState(watch, State.STATE_SHUTTING_DOWN);

        launcher.kill();
        launcher.restart();

        assertThat(launcher.exitStatus(PATIENCE)).isZero();
    }

    @Test
    void killedLauncherLearnsThatItsGuestPoweredItselfOff() throws IOException {
        start(spec(BootSector.powersOffAfterTwoSeconds(daemon.folder()), 30));
        var emulator = daemon.emulator(DOMAIN).orElseThrow();

        launcher.kill();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(emulator.isAlive()).isFalse());
        launcher.relaunch();

        assertThat(launcher.exitStatus(PATIENCE)).isZero();
    }

    @Test
    void killedDaemonIsUnknownAndTheGuestRunsOn() throws IOException {
        start(spec(BootSector.echoesOnItsSerialLine(daemon.folder()), 30));
        var watch = watch();

        daemon.kill();
        awaitState(watch, State.STATE_UNKNOWN);
        daemon.restart();

        awaitState(watch, State.STATE_RUNNING);
    }

    @Test
    void podThatEndsShutsItsGuestDownFirst() throws IOException {
        start(spec(BootSector.echoesOnItsSerialLine(daemon.folder()), 2));
        var watch = watch();

        launcher.terminate();

        awaitState(watch, State.STATE_SHUTTING_DOWN);
        assertThat(launcher.exitStatus(PATIENCE)).isZero();
        assertThat(watch.messages().getLast().getEvent().getStatus().getStopReason())
                .isEqualTo(GuestStatus.StopReason.STOP_REASON_DESTROYED);
    }

    @Test
    void launcherThatMissedTheEndOfItsPodFindsTheMark() throws IOException {
        start(spec(BootSector.echoesOnItsSerialLine(daemon.folder()), 1));
        var mark = daemon.folder().resolve("run/terminating");

        launcher.kill();
        Files.createFile(mark);
        launcher.relaunch();

        assertThat(launcher.exitStatus(PATIENCE)).isZero();
        Files.delete(mark);
    }

    @Test
    void logThatIsTooLongIsShortenedUnderTheEmulator() throws IOException {
        start(spec(BootSector.echoesOnItsSerialLine(daemon.folder()), 30));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(serialLog()).content().contains("hello\n"));
        Files.write(serialLog(), new byte[2 << 20], StandardOpenOption.APPEND);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Files.size(serialLog())).isLessThan(1 << 20));
        console().onNext(input("x"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(serialLog()).content().endsWith("\0x"));
    }

    @Test
    void podThatEndsWithoutGuestEndsAtOnce() {
        launcher.terminate();

        assertThat(launcher.exitStatus(PATIENCE)).isZero();
    }

    @Test
    void consoleShowsWhatWasSaidBeforeItWasOpenedAndThenEchoes() throws IOException {
        start(spec(BootSector.echoesOnItsSerialLine(daemon.folder()), 30));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(serialLog()).content().contains("hello\n"));

        var screen = new Collected<ConsoleResponse>();
        console(screen).onNext(input("x"));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text(screen)).endsWith("hello\nx"));
    }

    @Test
    void screenSpeaksRfbAndIsShownAsItIs() throws IOException {
        start(spec(BootSector.echoesOnItsSerialLine(daemon.folder()), 30));
        var seen = new Collected<VncResponse>();
        LauncherServiceGrpc.newStub(launcher.channel())
                .vnc(seen)
                .onNext(VncRequest.newBuilder()
                        .setOpen(OpenVnc.getDefaultInstance())
                        .build());

        var png = LauncherServiceGrpc.newBlockingStub(launcher.channel())
                .takeScreenshot(
                        TakeScreenshotRequest.newBuilder().setMoveCursor(true).build())
                .getPng();

        assertThat(ImageIO.read(png.newInput()))
                .satisfies(image -> assertThat(image.getWidth()).isIn(640, 720))
                .satisfies(image -> assertThat(image.getHeight()).isIn(400, 480));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(seen.messages().getFirst().getOutput().toStringUtf8())
                                .isEqualTo("RFB 003.008\n"));
        assertThat(seen.status()).isEmpty();
        assertThat(daemon.folder().resolve("launcher.log")).content().doesNotContain("pointer was not moved");
    }

    @Test
    void guestThatIsResetBootsAgain() throws IOException {
        start(spec(BootSector.echoesOnItsSerialLine(daemon.folder()), 30));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(serialLog()).content().isEqualTo("hello\n"));

        LauncherServiceGrpc.newBlockingStub(launcher.channel()).resetGuest(ResetGuestRequest.getDefaultInstance());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(serialLog()).content().isEqualTo("hello\nhello\n"));
    }

    @Test
    void diskThatIsNotThereIsSaidAndTheStartMayBeRepeated() throws IOException {
        var disk = daemon.folder().resolve("later.img");
        Files.deleteIfExists(disk);
        var failure = catchThrowableOfType(StatusRuntimeException.class, () -> start(spec(disk, 30)));

        Files.copy(BootSector.echoesOnItsSerialLine(daemon.folder()), disk);
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(start(spec(disk, 30)).getState()).isEqualTo(State.STATE_RUNNING);
    }

    private static Path serialLog() {
        return daemon.folder().resolve("private/" + UID + "/virt-serial0-log");
    }

    private StreamObserver<ConsoleRequest> console() {
        return console(new Collected<>());
    }

    private StreamObserver<ConsoleRequest> console(Collected<ConsoleResponse> screen) {
        var typed = LauncherServiceGrpc.newStub(launcher.channel()).console(screen);
        typed.onNext(ConsoleRequest.newBuilder()
                .setOpen(OpenConsole.newBuilder().setReplayBytes(4096))
                .build());
        return typed;
    }

    private static ConsoleRequest input(String text) {
        return ConsoleRequest.newBuilder()
                .setInput(ByteString.copyFromUtf8(text))
                .build();
    }

    private GuestStatus start(LaunchSpec spec) {
        return LauncherServiceGrpc.newBlockingStub(launcher.channel())
                .startGuest(StartGuestRequest.newBuilder().setSpec(spec).build())
                .getStatus();
    }

    private void shutdown(int seconds) {
        var _ = LauncherServiceGrpc.newBlockingStub(launcher.channel())
                .shutdownGuest(ShutdownGuestRequest.newBuilder()
                        .setGracePeriod(Duration.newBuilder().setSeconds(seconds))
                        .build());
    }

    private Collected<WatchGuestResponse> watch() {
        var watch = new Collected<WatchGuestResponse>();
        LauncherServiceGrpc.newStub(launcher.channel()).watchGuest(WatchGuestRequest.getDefaultInstance(), watch);
        await().untilAsserted(() -> assertThat(watch.messages()).isNotEmpty());
        return watch;
    }

    private static void awaitState(Collected<WatchGuestResponse> watch, State state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(watch.messages()
                                .getLast()
                                .getEvent()
                                .getStatus()
                                .getState())
                        .isEqualTo(state));
    }

    private static String text(Collected<ConsoleResponse> screen) {
        var text = new StringBuilder();
        screen.messages().forEach(message -> text.append(message.getOutput().toStringUtf8()));
        return text.toString();
    }

    private static LaunchSpec spec(Path disk, int graceSeconds) {
        return LaunchSpec.newBuilder()
                .setIdentity(GuestIdentity.newBuilder()
                        .setName("guest")
                        .setNamespace("test")
                        .setObjectUid(UID.toString())
                        .setFirmwareUuid(new UUID(1, 2).toString()))
                .setCompute(Compute.newBuilder()
                        .setTopology(CpuTopology.newBuilder()
                                .setSockets(1)
                                .setCores(1)
                                .setThreads(1))
                        .setModel(CpuModel.newBuilder().setHostModel(CpuModel.HostModel.getDefaultInstance()))
                        .setMemoryBytes(64 << 20))
                .setBoot(Boot.newBuilder().setMachine("q35").setBios(Boot.Bios.getDefaultInstance()))
                .setFeatures(Features.newBuilder().setAcpi(true).setApic(true))
                .setClock(Clock.newBuilder().setUtc(Clock.Utc.getDefaultInstance()))
                .setConsoles(Consoles.newBuilder().setSerial(true).setVnc(true))
                .addVolumes(Volume.newBuilder()
                        .setName("root")
                        .setStorage(Storage.newBuilder().setFile(disk.toString())))
                .addDisks(Disk.newBuilder()
                        .setName("root")
                        .setKind(Disk.Kind.KIND_DISK)
                        .setBus(Disk.Bus.BUS_SATA))
                .setLifecycle(Lifecycle.newBuilder()
                        .setGracePeriod(Duration.newBuilder().setSeconds(graceSeconds))
                        .setRebootAllowed(true)
                        .setEmulationAllowed(true))
                .build();
    }
}
