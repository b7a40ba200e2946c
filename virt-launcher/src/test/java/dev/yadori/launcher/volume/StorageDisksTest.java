package dev.yadori.launcher.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.volume.MediaException.Reason;
import dev.yadori.launcher.volume.PreparedMedia.Medium;
import dev.yadori.proto.launcher.v1.EmptyDisk;
import dev.yadori.proto.launcher.v1.HostDisk;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.Storage;
import dev.yadori.proto.launcher.v1.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** emptyDisk, claims, ephemeral and hostDisk. */
class StorageDisksTest {
    private static final long MEBI = 1 << 20;

    private final FakeImageTools tools = new FakeImageTools();

    @TempDir
    Path folder;

    private Medium prepare(Volume.Builder volume) {
        var paths = new MediaPaths(folder.resolve("data"), folder.resolve("empty"), folder.resolve("boot"));
        var spec = LaunchSpec.newBuilder().addVolumes(volume.setName("v")).build();
        var media = new GuestMedia(paths, tools, path -> !path.toString().contains("slow")).prepare(spec);
        return Objects.requireNonNull(media.volumes().get("v"));
    }

    private static Volume.Builder empty(long bytes) {
        return Volume.newBuilder().setEmptyDisk(EmptyDisk.newBuilder().setCapacityBytes(bytes));
    }

    private static Volume.Builder storage(Storage.Builder storage) {
        return Volume.newBuilder().setStorage(storage);
    }

    private static Volume.Builder host(Path file, boolean create) {
        return Volume.newBuilder()
                .setHostDisk(HostDisk.newBuilder()
                        .setPath(file.toString())
                        .setCreate(create)
                        .setCapacityBytes(3 * MEBI));
    }

    private void refuses(Volume.Builder volume, Reason reason, String message) {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> prepare(volume))
                .withMessageStartingWith("volume v: ")
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void anEmptyDiskIsRoundedDown() throws IOException {
        var file = folder.resolve("empty/v.qcow2");
        assertThat(prepare(empty(5 * MEBI + 4711)))
                .isEqualTo(new Medium(new Source.Qcow2File(file.toString(), Optional.empty()), true));
        assertThat(tools.inspect(file).virtualBytes()).isEqualTo(5 * MEBI);
    }

    @Test
    void anEmptyDiskThatTheGuestHasFilledIsKept() throws IOException {
        prepare(empty(MEBI));
        Files.writeString(folder.resolve("empty/v.qcow2"), "data");
        prepare(empty(MEBI));
        assertThat(folder.resolve("empty/v.qcow2")).hasContent("data");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1048575, -1})
    void anEmptyDiskOfNoSizeIsRefused(long bytes) {
        refuses(empty(bytes), Reason.MEDIUM_INVALID, "at least 1 MiB");
    }

    @Test
    void aClaimsFileIsTakenAsItIs() throws IOException {
        var file = Files.writeString(folder.resolve("slow.img"), "data");
        var source =
                prepare(storage(Storage.newBuilder().setFile(file.toString()).setSizeBytes(MEBI)));
        assertThat(source).isEqualTo(new Medium(new Source.RawFile(file.toString()), false));
        assertThat(file).hasContent("data");
    }

    @Test
    void aMissingFileIsMade() throws IOException {
        var file = folder.resolve("disk.img");
        prepare(storage(Storage.newBuilder().setFile(file.toString()).setSizeBytes(64 * MEBI + 1)));
        assertThat(Files.size(file)).isEqualTo(64 * MEBI);
    }

    @Test
    void aFileWhoseMakingWasCutOffIsMadeAnew() throws IOException {
        var file = Files.createFile(folder.resolve("disk.img"));
        prepare(storage(Storage.newBuilder().setFile(file.toString()).setSizeBytes(MEBI)));
        assertThat(Files.size(file)).isEqualTo(MEBI);
    }

    @Test
    void aMissingFileOfNoSizeMayComeLater() {
        var file = folder.resolve("disk.img");
        refuses(storage(Storage.newBuilder().setFile(file.toString())), Reason.MEDIUM_MISSING, "is not there");
    }

    @Test
    void nothingIsMadeInAReadOnlyClaim() {
        var file = folder.resolve("disk.img");
        refuses(
                storage(Storage.newBuilder()
                        .setFile(file.toString())
                        .setSizeBytes(MEBI)
                        .setReadOnly(true)),
                Reason.MEDIUM_MISSING,
                "is not there");
        assertThat(file).doesNotExist();
    }

    @Test
    void aClaimThatIsNotMountedMayComeLater() {
        var file = folder.resolve("claim/disk.img");
        refuses(
                storage(Storage.newBuilder().setFile(file.toString()).setSizeBytes(MEBI)),
                Reason.MEDIUM_MISSING,
                "is not mounted");
    }

    @Test
    void aLinkIsNoDisk() throws IOException {
        var file = Files.createSymbolicLink(folder.resolve("disk.img"), folder.resolve("elsewhere"));
        Files.createFile(folder.resolve("elsewhere"));
        refuses(
                storage(Storage.newBuilder().setFile(file.toString()).setSizeBytes(MEBI)),
                Reason.MEDIUM_INVALID,
                "is not a regular file");
        assertThat(folder.resolve("elsewhere")).isEmptyFile();
    }

    @Test
    void aFileIsNoBlockDevice() throws IOException {
        var file = Files.createFile(folder.resolve("disk.img"));
        refuses(
                storage(Storage.newBuilder().setBlockDevice(file.toString())),
                Reason.MEDIUM_INVALID,
                "not a block device");
    }

    @Test
    void aMissingBlockDeviceMayComeLater() {
        refuses(
                storage(Storage.newBuilder().setBlockDevice("/dev/no-such-disk")),
                Reason.MEDIUM_MISSING,
                "is not there");
    }

    @Test
    void storageNeedsAKind() {
        refuses(storage(Storage.newBuilder()), Reason.MEDIUM_INVALID, "neither a device nor a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk.img", "/a/../b", "/"})
    void aPathMustBeAbsolute(String path) {
        refuses(storage(Storage.newBuilder().setFile(path)), Reason.MEDIUM_INVALID, "is not an absolute path");
    }

    @Test
    void anEphemeralDiskIsAnOverlayOverRawBytes() throws IOException {
        var below = Files.write(folder.resolve("disk.img"), new byte[8192]);
        var overlay = folder.resolve("data/v/disk.qcow2");
        var claim = Storage.newBuilder().setFile(below.toString()).setSizeBytes(MEBI);
        assertThat(prepare(Volume.newBuilder().setEphemeral(claim)).source())
                .isEqualTo(new Source.Qcow2File(overlay.toString(), Optional.of(new Source.RawFile(below.toString()))));
        assertThat(tools.inspect(overlay))
                .isEqualTo(new DiskInfo("qcow2", 8192, Optional.of(below.toString()), Optional.empty()));
    }

    @Test
    void nothingIsMadeBelowAnEphemeralDisk() {
        var below = folder.resolve("disk.img");
        var claim = Storage.newBuilder().setFile(below.toString()).setSizeBytes(MEBI);
        refuses(Volume.newBuilder().setEphemeral(claim), Reason.MEDIUM_MISSING, "is not there");
    }

    @Test
    void aHostDiskIsMadeWhereAsked() throws IOException {
        var file = folder.resolve("host.img");
        assertThat(prepare(host(file, true)).source()).isEqualTo(new Source.RawFile(file.toString()));
        assertThat(Files.size(file)).isEqualTo(3 * MEBI);
    }

    @Test
    void aHostDiskIsNotMadeUnasked() {
        refuses(host(folder.resolve("host.img"), false), Reason.MEDIUM_MISSING, "is not there");
    }

    /** Sizes in MiB; KubeVirt's tolerance is ten per cent. */
    @ParameterizedTest
    @CsvSource({"100, 200, 100", "100, 100, 100", "100, 95, 95", "100, 90, 90"})
    void aDiskTakesWhatItsFileSystemHas(long wanted, long available, long given) {
        assertThat(StorageDisks.fitting("v", wanted * MEBI, available * MEBI)).isEqualTo(given * MEBI);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 89})
    void muchTooLittleRoomIsAnError(long available) {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> StorageDisks.fitting("v", 100 * MEBI, available * MEBI))
                .withMessageContaining("has room for")
                .matches(MediaException::retryable);
    }
}
