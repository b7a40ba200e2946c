package dev.yadori.launcher.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.volume.MediaException.Reason;
import dev.yadori.launcher.volume.PreparedMedia.Medium;
import dev.yadori.proto.launcher.v1.Boot;
import dev.yadori.proto.launcher.v1.ContainerDisk;
import dev.yadori.proto.launcher.v1.DirectKernel;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** containerDisk, names, and what a second call does. */
class GuestMediaTest {
    private final FakeImageTools tools = new FakeImageTools();

    @TempDir
    Path folder;

    private Path image = Path.of("");

    @BeforeEach
    void anImageWithADisk() throws IOException {
        image = Files.createDirectories(folder.resolve("image"));
        Files.createDirectories(image.resolve("disk"));
        Files.write(image.resolve("disk/disk.img"), new byte[4096]);
    }

    private MediaPaths paths() {
        return new MediaPaths(folder.resolve("disk-data"), folder.resolve("empty"), folder.resolve("kernel-boot"));
    }

    private PreparedMedia prepare(Volume... volumes) {
        return new GuestMedia(paths(), tools, path -> !path.toString().contains("slow"))
                .prepare(LaunchSpec.newBuilder().addAllVolumes(List.of(volumes)).build());
    }

    private Medium root(Volume volume) {
        return Objects.requireNonNull(prepare(volume).volumes().get("root"));
    }

    private Volume containerDisk(String path) {
        return Volume.newBuilder()
                .setName("root")
                .setContainerDisk(ContainerDisk.newBuilder()
                        .setMountPath(image.toString())
                        .setPath(path))
                .build();
    }

    private void refuses(Volume volume, Reason reason, String message) {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> prepare(volume))
                .withMessageStartingWith("volume " + volume.getName() + ": ")
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void theOnlyFileOfAnImageGetsAnOverlay() throws IOException {
        var overlay = folder.resolve("disk-data/root/disk.qcow2");
        var disk = image.resolve("disk/disk.img");
        assertThat(prepare(containerDisk("")).volumes())
                .containsEntry(
                        "root",
                        new Medium(
                                new Source.Qcow2File(
                                        overlay.toString(), Optional.of(new Source.RawFile(disk.toString()))),
                                true));
        assertThat(tools.inspect(overlay))
                .isEqualTo(new DiskInfo("qcow2", 4096, Optional.of(disk.toString()), Optional.empty()));
    }

    @Test
    void aQcow2ImageIsBelowAsQcow2() throws IOException {
        Files.delete(image.resolve("disk/disk.img"));
        tools.createQcow2(image.resolve("disk/disk.qcow2"), 1 << 30);
        var source = (Source.Qcow2File) root(containerDisk("")).source();
        assertThat(source.backing())
                .contains(new Source.Qcow2File(image.resolve("disk/disk.qcow2").toString(), Optional.empty()));
        assertThat(tools.inspect(Path.of(source.path())).virtualBytes()).isEqualTo(1 << 30);
    }

    @Test
    void oneSlowFileMakesTheWholeDiskSlow() throws IOException {
        Files.move(image.resolve("disk/disk.img"), image.resolve("disk/slow.img"));
        assertThat(root(containerDisk("")).directIo()).isFalse();
    }

    @Test
    void aFileIsTakenByItsPath() throws IOException {
        Files.createDirectories(image.resolve("images/v1"));
        Files.write(image.resolve("images/v1/boot.img"), new byte[512]);
        Files.createSymbolicLink(image.resolve("current"), Path.of("images/../images/v1"));
        var source = (Source.Qcow2File) root(containerDisk("/current/boot.img")).source();
        assertThat(source.backing())
                .contains(new Source.RawFile(image.resolve("images/v1/boot.img").toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/shadow", "../../secret", "../../image2/secret"})
    void aLinkMustNotLeadOutOfTheImage(String target) throws IOException {
        Files.delete(image.resolve("disk/disk.img"));
        Files.createSymbolicLink(image.resolve("disk/disk.img"), Path.of(target));
        refuses(containerDisk(""), Reason.MEDIUM_INVALID, "leads out of its volume");
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        Files.createSymbolicLink(image.resolve("loop"), Path.of("loop"));
        refuses(containerDisk("loop"), Reason.MEDIUM_INVALID, "too many links");
    }

    @Test
    void severalFilesAreRefused() throws IOException {
        Files.createFile(image.resolve("disk/other.img"));
        refuses(containerDisk(""), Reason.MEDIUM_INVALID, "one file in its folder disk/ and has 2");
    }

    @Test
    void anImageWithoutItsFolderIsRefused() {
        image = folder;
        refuses(containerDisk(""), Reason.MEDIUM_INVALID, "no folder disk/");
    }

    @Test
    void aFolderIsNoDisk() throws IOException {
        Files.createDirectories(image.resolve("disk2/dir"));
        refuses(containerDisk("disk2/dir"), Reason.MEDIUM_INVALID, "not a regular file");
    }

    @Test
    void anImageThatIsNotMountedMayComeLater() {
        image = folder.resolve("later");
        refuses(containerDisk(""), Reason.MEDIUM_MISSING, "is not mounted");
    }

    @Test
    void aFileThatIsNotInTheImageIsMissing() {
        refuses(containerDisk("nothing.img"), Reason.MEDIUM_MISSING, "nothing.img is not there");
    }

    @Test
    void aBackingFileInTheImageIsRefusedBeforeAnyToolSeesIt() throws IOException {
        var below = new ImageTools.Backing(Path.of("/etc/shadow"), ImageTools.Format.RAW, 4096);
        tools.createOverlay(image.resolve("disk/disk.img"), below);
        refuses(containerDisk(""), Reason.MEDIUM_INVALID, "has a backing file");
    }

    @Test
    void whatIsThereIsKept() throws IOException {
        prepare(containerDisk(""));
        var overlay = folder.resolve("disk-data/root/disk.qcow2");
        Files.writeString(overlay, "what the guest has written");
        prepare(containerDisk(""));
        assertThat(overlay).hasContent("what the guest has written");
    }

    @Test
    void whatIsHalfMadeIsMadeAnew() throws IOException {
        tools.fail("no space left");
        refuses(containerDisk(""), Reason.MEDIUM_NOT_MADE, "no space left");
        assertThat(folder.resolve("disk-data/root/disk.qcow2")).doesNotExist();
        tools.recover();
        prepare(containerDisk(""));
        assertThat(tools.inspect(folder.resolve("disk-data/root/disk.qcow2")).virtualBytes())
                .isEqualTo(4096);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../x", "a/b", "A", "a.b"})
    void aNameMustBeALabel(String name) {
        refusesSpec(containerDisk("").toBuilder().setName(name).build(), "its name is no DNS label");
    }

    @Test
    void twoVolumesOfOneNameAreRefused() {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> prepare(containerDisk(""), containerDisk("")))
                .withMessage("volume root: two volumes have this name");
    }

    @Test
    void aVolumeNeedsASource() {
        refusesSpec(Volume.newBuilder().setName("root").build(), "no source");
    }

    private void refusesSpec(Volume volume, String message) {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> prepare(volume))
                .withMessageContaining(message)
                .matches(e -> !e.retryable());
    }

    private PreparedMedia kernel(String path) {
        var kernel = DirectKernel.newBuilder().setKernelPath(path).setArguments("quiet");
        return new GuestMedia(paths(), tools, path2 -> true)
                .prepare(LaunchSpec.newBuilder()
                        .setBoot(Boot.newBuilder().setKernel(kernel))
                        .build());
    }

    @Test
    void aKernelIsAFileOfItsImage() throws IOException {
        var boot = Files.createDirectories(folder.resolve("kernel-boot/boot"));
        Files.createFile(boot.resolve("vmlinuz-7"));
        Files.createSymbolicLink(boot.resolve("vmlinuz"), Path.of("vmlinuz-7"));
        assertThat(kernel(boot.resolve("vmlinuz").toString()).kernel())
                .contains(new dev.yadori.launcher.domain.DirectKernel(
                        boot.resolve("vmlinuz-7").toString(), Optional.empty(), Optional.of("quiet")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "vmlinuz", "", "/"})
    void aKernelFromElsewhereIsRefused(String path) {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> kernel(path))
                .withMessageStartingWith("kernelBoot: ")
                .matches(e -> !e.retryable());
    }
}
