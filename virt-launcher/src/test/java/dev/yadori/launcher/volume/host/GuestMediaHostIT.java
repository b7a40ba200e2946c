package dev.yadori.launcher.volume.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.protobuf.ByteString;
import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.volume.GuestMedia;
import dev.yadori.launcher.volume.MediaException;
import dev.yadori.launcher.volume.MediaPaths;
import dev.yadori.launcher.volume.PreparedMedia.Medium;
import dev.yadori.proto.launcher.v1.CloudInit;
import dev.yadori.proto.launcher.v1.ContainerDisk;
import dev.yadori.proto.launcher.v1.Content;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.Storage;
import dev.yadori.proto.launcher.v1.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guest media with the host's tools (packages qemu-utils and xorriso). */
class GuestMediaHostIT {
    private static final LimitedCommand COMMANDS = new LimitedCommand(1 << 30, Duration.ofSeconds(10));

    @TempDir
    Path folder;

    private Path disks = Path.of("");

    @BeforeAll
    static void hasTools() {
        assumeThat(Path.of("/usr/bin/qemu-img")).as("qemu-img is installed").isExecutable();
        assumeThat(Path.of("/usr/bin/xorriso")).as("xorriso is installed").isExecutable();
    }

    @BeforeEach
    void anImage() throws IOException {
        disks = Files.createDirectories(folder.resolve("image/disk"));
    }

    private static String run(String... command) throws IOException {
        return COMMANDS.run(Map.of(), List.of(command));
    }

    private Medium prepare(Volume.Builder volume) {
        var paths = new MediaPaths(folder.resolve("data"), folder.resolve("empty"), folder.resolve("boot"));
        var spec = LaunchSpec.newBuilder().addVolumes(volume.setName("v")).build();
        return Objects.requireNonNull(new GuestMedia(paths, new HostImageTools(), new HostDirectIo())
                .prepare(spec)
                .volumes()
                .get("v"));
    }

    private Volume.Builder containerDisk() {
        return Volume.newBuilder()
                .setContainerDisk(ContainerDisk.newBuilder()
                        .setMountPath(folder.resolve("image").toString()));
    }

    private void refuses(String message) {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> prepare(containerDisk()))
                .withMessage("volume v: " + message)
                .matches(e -> !e.retryable());
    }

    @Test
    void anOverlayReadsWhatIsBelow() throws IOException {
        Files.writeString(disks.resolve("disk.img"), "below".repeat(1024));
        prepare(containerDisk());
        var copy = folder.resolve("copy.img");
        run(
                "qemu-img",
                "convert",
                "-O",
                "raw",
                folder.resolve("data/v/disk.qcow2").toString(),
                copy.toString());
        assertThat(Files.readString(copy)).startsWith("belowbelow");
        assertThat(Files.size(copy)).isEqualTo(5 * 1024);
    }

    @Test
    void anOverlayOverQcow2KeepsItsSize() throws IOException {
        run(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                disks.resolve("disk.qcow2").toString(),
                "3G");
        prepare(containerDisk());
        var overlay = new HostImageTools().inspect(folder.resolve("data/v/disk.qcow2"));
        assertThat(overlay.virtualBytes()).isEqualTo(3L << 30);
        run("qemu-img", "check", "-q", folder.resolve("data/v/disk.qcow2").toString());
    }

    @Test
    void anImageWithABackingFileIsRefused() throws IOException {
        var image = disks.resolve("disk.qcow2").toString();
        run("qemu-img", "create", "-q", "-f", "qcow2", "-u", "-F", "raw", "-b", "/etc/shadow", image, "1M");
        refuses("the image has a backing file, which is not allowed");
    }

    @Test
    void anImageWithADataFileIsRefused() throws IOException {
        var data = folder.resolve("data.raw");
        var image = disks.resolve("disk.qcow2").toString();
        run("qemu-img", "create", "-q", "-f", "qcow2", "-o", "data_file=" + data, image, "1M");
        refuses("the image keeps its data in another file, which is not allowed");
    }

    @Test
    void anImageOfAnotherFormatIsRefused() throws IOException {
        run("qemu-img", "create", "-q", "-f", "vmdk", disks.resolve("disk.vmdk").toString(), "1M");
        refuses("the image is neither raw nor qcow2 but vmdk");
    }

    @Test
    void cloudInitFindsItsFiles() throws IOException {
        var image = folder.resolve("cloud-init-data/noCloud.iso");
        prepare(Volume.newBuilder()
                .setCloudInit(CloudInit.newBuilder()
                        .setKind(CloudInit.Kind.KIND_NO_CLOUD)
                        .setInstanceId("id-1")
                        .setUserData(Content.newBuilder().setInline(ByteString.copyFromUtf8("#cloud-config\n")))
                        .setImagePath(image.toString())));
        var files = folder.resolve("files");
        run("xorriso", "-osirrox", "on", "-indev", image.toString(), "-extract", "/", files.toString());
        assertThat(files.resolve("user-data")).hasContent("#cloud-config\n");
        assertThat(files.resolve("meta-data")).hasContent("{\"instance-id\":\"id-1\"}");
    }

    @Test
    void aBlockDeviceIsTakenAndLiesBelowAnOverlay() throws IOException {
        var device = loopDevice();
        try {
            var block = Storage.newBuilder().setBlockDevice(device);
            assertThat(prepare(Volume.newBuilder().setStorage(block)).source())
                    .isEqualTo(new Source.BlockDevice(device));
            var overlay = (Source.Qcow2File)
                    prepare(Volume.newBuilder().setEphemeral(block)).source();
            assertThat(overlay.backing()).isEqualTo(Optional.of(new Source.BlockDevice(device)));
            assertThat(new HostImageTools().inspect(Path.of(overlay.path())).virtualBytes())
                    .isEqualTo(5 << 20);
        } finally {
            run("losetup", "--detach", device);
        }
    }

    private String loopDevice() throws IOException {
        assumeThat(System.getProperty("user.name")).as("is root").isEqualTo("root");
        var file = folder.resolve("block.img");
        run("truncate", "--size=5M", file.toString());
        try {
            return run("losetup", "--find", "--show", file.toString()).strip();
        } catch (IOException e) {
            assumeThat(e).as("loop devices can be made").isNull();
            throw e;
        }
    }
}
