package dev.yadori.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import dev.yadori.launcher.hypervisor.libvirt.LibvirtDaemon;
import dev.yadori.proto.launcher.v1.AgentCredential;
import dev.yadori.proto.launcher.v1.AgentDuties;
import dev.yadori.proto.launcher.v1.AgentInfo;
import dev.yadori.proto.launcher.v1.AgentInfo.FreezeStatus;
import dev.yadori.proto.launcher.v1.Boot;
import dev.yadori.proto.launcher.v1.Clock;
import dev.yadori.proto.launcher.v1.Compute;
import dev.yadori.proto.launcher.v1.Consoles;
import dev.yadori.proto.launcher.v1.CpuModel;
import dev.yadori.proto.launcher.v1.CpuTopology;
import dev.yadori.proto.launcher.v1.Disk;
import dev.yadori.proto.launcher.v1.Extras;
import dev.yadori.proto.launcher.v1.Features;
import dev.yadori.proto.launcher.v1.FreezeFilesystemsRequest;
import dev.yadori.proto.launcher.v1.GetGuestInfoRequest;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import dev.yadori.proto.launcher.v1.GuestProbe;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc.LauncherServiceBlockingStub;
import dev.yadori.proto.launcher.v1.Lifecycle;
import dev.yadori.proto.launcher.v1.ProbeGuestRequest;
import dev.yadori.proto.launcher.v1.RunCommand;
import dev.yadori.proto.launcher.v1.StartGuestRequest;
import dev.yadori.proto.launcher.v1.Storage;
import dev.yadori.proto.launcher.v1.Volume;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole guest with an agent, emulated, so that it takes minutes. Runs only where -Dyadori.guest.disk names a raw disk of
 * such a guest, which it changes; root logs in there without cloud-init.
 */
class GuestAgentHostIT {
    private static final java.time.Duration BOOT = java.time.Duration.ofMinutes(10);
    private static final java.time.Duration SOON = java.time.Duration.ofMinutes(1);
    private static final UUID UID = new UUID(5, 6);
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVzZWQgaW4gYSB0ZXN0IG9ubHk test";

    @Test
    void agentIsAskedFrozenAndGivenKeys(@TempDir Path folder) throws IOException {
        var disk = System.getProperty("yadori.guest.disk", "");
        assumeThat(LibvirtDaemon.isPossible() && Files.exists(Path.of(disk.isEmpty() ? "/nowhere" : disk)))
                .isTrue();
        Files.createDirectories(folder.resolve("capabilities"));
        Files.writeString(folder.resolve("capabilities/kvm"), "unusable: the test is to be the same everywhere");
        var secrets = Files.createDirectories(folder.resolve("keys"));
        Files.writeString(secrets.resolve("one"), KEY + "\n");
        try (var daemon = LibvirtDaemon.start(folder)) {
            var consoles = Files.createDirectories(folder.resolve("private/" + UID));
            Files.setPosixFilePermissions(consoles, PosixFilePermissions.fromString("rwxrwxrwx"));
            try (var launcher = LauncherProcess.start(folder, daemon.uri(), UID)) {
                var guest = LauncherServiceGrpc.newBlockingStub(launcher.channel());
                var _ = guest.startGuest(StartGuestRequest.newBuilder()
                        .setSpec(spec(disk, secrets))
                        .build());

                tells(guest);
                runsCommands(guest, folder);
                thawsByItself(launcher, guest);
            }
        }
    }

    private static void tells(LauncherServiceBlockingStub guest) {
        await().atMost(BOOT)
                .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                .untilAsserted(() -> assertThat(info(guest).getOs().getId()).isEqualTo("debian"));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(info(guest).getFilesystemsList()).isNotEmpty());
        assertThat(info(guest).getAgentVersion()).isNotEmpty();
        assertThat(info(guest).getSerializedSize()).isLessThan(48 * 1024);
        assertThat(info(guest).getTruncated()).isFalse();
    }

    private static void runsCommands(LauncherServiceBlockingStub guest, Path folder) {
        assertThat(run(guest, "/bin/true")).isZero();
        assertThat(run(guest, "/bin/sh", "-c", "exit 7")).isEqualTo(7);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(run(guest, "/bin/grep", "-qxF", KEY, "/root/.ssh/authorized_keys"))
                        .isZero());
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(folder.resolve("run/probes/ready")).exists());
    }

    /** Though nobody waits for it, and the launcher is killed in between. */
    private static void thawsByItself(LauncherProcess launcher, LauncherServiceBlockingStub guest) throws IOException {
        var _ = guest.freezeFilesystems(FreezeFilesystemsRequest.newBuilder()
                .setUnfreezeTimeout(Duration.newBuilder().setSeconds(20))
                .build());
        assertThat(info(guest).getFreezeStatus()).isEqualTo(FreezeStatus.FREEZE_STATUS_FROZEN);

        launcher.kill();
        launcher.restart();

        var again = LauncherServiceGrpc.newBlockingStub(launcher.channel());
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                .untilAsserted(
                        () -> assertThat(info(again).getFreezeStatus()).isEqualTo(FreezeStatus.FREEZE_STATUS_THAWED));
        assertThat(run(again, "/bin/sh", "-c", "echo thawed > /root/proof && sync"))
                .isZero();
    }

    private static AgentInfo info(LauncherServiceBlockingStub guest) {
        return guest.getGuestInfo(GetGuestInfoRequest.getDefaultInstance()).getInfo();
    }

    private static int run(LauncherServiceBlockingStub guest, String... command) {
        return guest.probeGuest(ProbeGuestRequest.newBuilder()
                        .setRun(RunCommand.newBuilder().addAllCommand(List.of(command)))
                        .setTimeout(Duration.newBuilder().setSeconds(20))
                        .build())
                .getExitCode();
    }

    private static LaunchSpec spec(String disk, Path secrets) {
        return LaunchSpec.newBuilder()
                .setIdentity(GuestIdentity.newBuilder()
                        .setName("talks")
                        .setNamespace("test")
                        .setObjectUid(UID.toString())
                        .setFirmwareUuid(new UUID(7, 8).toString()))
                .setCompute(Compute.newBuilder()
                        .setTopology(CpuTopology.newBuilder()
                                .setSockets(1)
                                .setCores(1)
                                .setThreads(1))
                        .setModel(CpuModel.newBuilder().setHostModel(CpuModel.HostModel.getDefaultInstance()))
                        .setMemoryBytes(512L << 20))
                .setBoot(Boot.newBuilder().setMachine("q35").setBios(Boot.Bios.getDefaultInstance()))
                .setFeatures(Features.newBuilder().setAcpi(true).setApic(true))
                .setClock(Clock.newBuilder().setUtc(Clock.Utc.getDefaultInstance()))
                .setConsoles(Consoles.newBuilder().setSerial(true).setVnc(true))
                .setExtras(Extras.newBuilder().setRng(true))
                .addVolumes(Volume.newBuilder()
                        .setName("root")
                        .setStorage(Storage.newBuilder().setFile(disk)))
                .addDisks(Disk.newBuilder()
                        .setName("root")
                        .setKind(Disk.Kind.KIND_DISK)
                        .setBus(Disk.Bus.BUS_VIRTIO))
                .setLifecycle(Lifecycle.newBuilder()
                        .setGracePeriod(Duration.newBuilder().setSeconds(5))
                        .setRebootAllowed(true)
                        .setEmulationAllowed(true))
                .setAgent(duties(secrets))
                .build();
    }

    private static AgentDuties duties(Path secrets) {
        return AgentDuties.newBuilder()
                .addProbes(GuestProbe.newBuilder()
                        .setKind(GuestProbe.Kind.KIND_READINESS)
                        .addCommand("/usr/bin/test")
                        .addCommand("-e")
                        .addCommand("/etc/debian_version")
                        .setPeriod(Duration.newBuilder().setSeconds(3))
                        .setTimeout(Duration.newBuilder().setSeconds(10)))
                .addCredentials(AgentCredential.newBuilder()
                        .setDirectory(secrets.toString())
                        .setSshKeys(AgentCredential.SshKeys.newBuilder().addUsers("root")))
                .build();
    }
}
