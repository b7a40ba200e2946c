package dev.yadori.launcher.volume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.volume.MediaException.Reason;
import dev.yadori.launcher.volume.PreparedMedia.Medium;
import dev.yadori.proto.launcher.v1.CloudInit;
import dev.yadori.proto.launcher.v1.Content;
import dev.yadori.proto.launcher.v1.FileSet;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cloud-init, and what is mounted as files. */
class IsoDisksTest {
    private static final String UUID = "00000000-0000-0001-0000-000000000002";

    private final FakeImageTools tools = new FakeImageTools();

    @TempDir
    Path folder;

    private Medium prepare(Volume.Builder volume) {
        var paths = new MediaPaths(folder.resolve("data"), folder.resolve("empty"), folder.resolve("boot"));
        var identity = GuestIdentity.newBuilder().setHostname("vm-1").setFirmwareUuid(UUID);
        var spec = LaunchSpec.newBuilder()
                .setIdentity(identity)
                .addVolumes(volume.setName("v"))
                .build();
        var media = new GuestMedia(paths, tools, path -> true).prepare(spec);
        return Objects.requireNonNull(media.volumes().get("v"));
    }

    private Path image() {
        return folder.resolve("cloud-init-data/ns/vm/noCloud.iso");
    }

    private CloudInit.Builder cloudInit(CloudInit.Kind kind) {
        return CloudInit.newBuilder().setKind(kind).setInstanceId("id-1").setImagePath(image().toString());
    }

    private static Content.Builder inline(String text) {
        return Content.newBuilder().setInline(ByteString.copyFromUtf8(text));
    }

    private static Content.Builder files(Path... candidates) {
        var paths = Content.Candidates.newBuilder();
        for (var candidate : candidates) {
            paths.addPaths(candidate.toString());
        }
        return Content.newBuilder().setFiles(paths);
    }

    private Map<String, String> filesOf(CloudInit.Builder cloudInit) {
        prepare(Volume.newBuilder().setCloudInit(cloudInit));
        return made();
    }

    private Map<String, String> made() {
        return tools.isos().getLast().files().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new String(entry.getValue(), UTF_8)));
    }

    private void refuses(Volume.Builder volume, Reason reason, String message) {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> prepare(volume))
                .withMessageStartingWith("volume v: ")
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** As kubelet mounts a Secret. */
    private Path mounted(String name, Map<String, String> files) throws IOException {
        var mount = Files.createDirectories(folder.resolve(name));
        var version = Files.createDirectories(mount.resolve("..2026_11_21"));
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_11_21"));
        for (var file : files.entrySet()) {
            var path = version.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.writeString(path, file.getValue());
            var top = Path.of(file.getKey()).getName(0);
            if (!Files.exists(mount.resolve(top))) {
                Files.createSymbolicLink(mount.resolve(top), Path.of("..data").resolve(top));
            }
        }
        return mount;
    }

    @Test
    void noCloudHasUserDataAndMetaData() {
        var files = filesOf(cloudInit(CloudInit.Kind.KIND_NO_CLOUD)
                .setInstanceType("small")
                .setUserData(inline("#cloud-config\n"))
                .setNetworkData(inline("version: 2\n")));
        assertThat(files)
                .containsOnly(
                        Map.entry("user-data", "#cloud-config\n"),
                        Map.entry("network-config", "version: 2\n"),
                        Map.entry(
                                "meta-data",
                                "{\"instance-type\":\"small\",\"instance-id\":\"id-1\",\"local-hostname\":\"vm-1\"}"));
        assertThat(tools.isos().getLast().label()).isEqualTo("cidata");
    }

    @Test
    void noCloudWithoutUserDataIsStillNoCloud() {
        assertThat(filesOf(cloudInit(CloudInit.Kind.KIND_NO_CLOUD)))
                .containsEntry("user-data", "")
                .containsOnlyKeys("user-data", "meta-data");
    }

    @Test
    void configDriveHasItsFolders() {
        var files = filesOf(cloudInit(CloudInit.Kind.KIND_CONFIG_DRIVE)
                .setUserData(inline("#!/bin/sh\n"))
                .setNetworkData(inline("{}")));
        assertThat(files)
                .containsOnly(
                        Map.entry("openstack/latest/user_data", "#!/bin/sh\n"),
                        Map.entry("openstack/latest/network_data.json", "{}"),
                        Map.entry(
                                "openstack/latest/meta_data.json",
                                "{\"instance_id\":\"id-1\",\"uuid\":\"" + UUID
                                        + "\",\"hostname\":\"vm-1\",\"local_hostname\":\"vm-1\"}"));
        assertThat(tools.isos().getLast().label()).isEqualTo("config-2");
    }

    @Test
    void keysOfAllFoldersAreNumbered() throws IOException {
        var first = mounted("first", Map.of("b", "ssh-rsa B \"x\"\n", "a", "# mine\nssh-rsa A\n\nssh-rsa A2"));
        var second = mounted("second", Map.of("key", "ssh-ed25519 C"));
        var files = filesOf(cloudInit(CloudInit.Kind.KIND_NO_CLOUD)
                .addSshKeyDirectories(first.toString())
                .addSshKeyDirectories(second.toString()));
        assertThat(files.get("meta-data"))
                .endsWith("\"public-keys\":{\"0\":\"ssh-rsa A\",\"1\":\"ssh-rsa A2\",\"2\":\"ssh-rsa B \\\"x\\\"\","
                        + "\"3\":\"ssh-ed25519 C\"}}");
    }

    @Test
    void theFirstCandidateThatIsThereIsTaken() throws IOException {
        var secret = mounted("secret", Map.of("userData", "second", "other", "third"));
        var candidates = files(secret.resolve("userdata"), secret.resolve("userData"), secret.resolve("other"));
        assertThat(filesOf(cloudInit(CloudInit.Kind.KIND_NO_CLOUD).setUserData(candidates)))
                .containsEntry("user-data", "second");
    }

    @Test
    void aSecretWithoutAnyCandidateMayGetOne() throws IOException {
        var secret = mounted("secret", Map.of());
        var cloudInit = cloudInit(CloudInit.Kind.KIND_NO_CLOUD).setUserData(files(secret.resolve("userdata")));
        refuses(Volume.newBuilder().setCloudInit(cloudInit), Reason.MEDIUM_MISSING, "userdata is there");
    }

    @Test
    void aCandidateMustNotLeadOutOfItsSecret() throws IOException {
        var secret = mounted("secret", Map.of());
        Files.createSymbolicLink(secret.resolve("userdata"), Path.of("/etc/passwd"));
        var cloudInit = cloudInit(CloudInit.Kind.KIND_NO_CLOUD).setUserData(files(secret.resolve("userdata")));
        refuses(Volume.newBuilder().setCloudInit(cloudInit), Reason.MEDIUM_INVALID, "leads out of its volume");
    }

    @Test
    void anImageThatIsThereIsKept() throws IOException {
        var volume = Volume.newBuilder().setCloudInit(cloudInit(CloudInit.Kind.KIND_NO_CLOUD));
        prepare(volume);
        Files.writeString(image(), "as the guest knows it");
        assertThat(prepare(volume)).isEqualTo(new Medium(new Source.RawFile(image().toString()), true));
        assertThat(image()).hasContent("as the guest knows it");
    }

    @Test
    void noMessageHoldsUserData() {
        tools.fail("no space left");
        var cloudInit = cloudInit(CloudInit.Kind.KIND_NO_CLOUD).setUserData(inline("s3cret"));
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> prepare(Volume.newBuilder().setCloudInit(cloudInit)))
                .withMessage("volume v: no space left");
        assertThat(IsoContent.of("cidata", Map.of("user-data", "s3cret".getBytes(UTF_8)))
                        .toString())
                .doesNotContain("s3cret", "user-data");
    }

    @Test
    void aKindThatIsNotKnownIsRefused() {
        var cloudInit = cloudInit(CloudInit.Kind.KIND_UNSPECIFIED);
        refuses(Volume.newBuilder().setCloudInit(cloudInit), Reason.MEDIUM_INVALID, "no kind of cloud-init");
    }

    private FileSet.Builder fileSet(Path directory, String label) {
        return FileSet.newBuilder()
                .setDirectory(directory.toString())
                .setLabel(label)
                .setImagePath(folder.resolve("config-map-disks/v.iso").toString());
    }

    @Test
    void filesOfAMountGoOntoADisk() throws IOException {
        var mount = mounted("config", Map.of("a.conf", "A", "nested/b.conf", "B"));
        prepare(Volume.newBuilder().setFiles(fileSet(mount, "cfgdata")));
        assertThat(made()).containsOnly(Map.entry("a.conf", "A"), Map.entry("nested/b.conf", "B"));
        assertThat(tools.isos().getLast().label()).isEqualTo("cfgdata");
    }

    @Test
    void plainFoldersWorkToo() throws IOException {
        var mount = Files.createDirectories(folder.resolve("token"));
        Files.writeString(mount.resolve("token"), "T");
        prepare(Volume.newBuilder().setFiles(fileSet(mount, "cfgdata")));
        assertThat(made()).containsOnly(Map.entry("token", "T"));
    }

    @ParameterizedTest
    @CsvSource({"..data, ../other", "..data, /etc", "leak, ../other/secret"})
    void aLinkMustNotLeadOutOfTheMount(String link, String target) throws IOException {
        var mount = Files.createDirectories(folder.resolve("config"));
        Files.createDirectories(folder.resolve("other"));
        Files.writeString(folder.resolve("other/secret"), "S");
        Files.createSymbolicLink(mount.resolve(link), Path.of(target));
        refuses(
                Volume.newBuilder().setFiles(fileSet(mount, "cfgdata")),
                Reason.MEDIUM_INVALID,
                "leads out of its volume");
    }

    @Test
    void tooMuchIsRefused() throws IOException {
        var mount = Files.createDirectories(folder.resolve("config"));
        for (int i = 0; i < 3; i++) {
            Files.write(mount.resolve("f" + i), new byte[2 << 20]);
        }
        refuses(Volume.newBuilder().setFiles(fileSet(mount, "cfgdata")), Reason.MEDIUM_INVALID, "more than");
    }

    @Test
    void aMountThatIsNotThereMayComeLater() {
        refuses(
                Volume.newBuilder().setFiles(fileSet(folder.resolve("later"), "cfgdata")),
                Reason.MEDIUM_MISSING,
                "is not mounted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a label of more than 32 characters"})
    void aLabelMustFit(String label) throws IOException {
        var mount = Files.createDirectories(folder.resolve("config"));
        refuses(Volume.newBuilder().setFiles(fileSet(mount, label)), Reason.MEDIUM_INVALID, "a label has");
    }

    @Test
    void sysprepNeedsAnAnswerFile() throws IOException {
        var mount = mounted("sysprep", Map.of("readme.txt", ""));
        var set =
                fileSet(mount, "unattendCD").addRequiredAny("autounattend.xml").addRequiredAny("unattend.xml");
        refuses(
                Volume.newBuilder().setFiles(set),
                Reason.MEDIUM_MISSING,
                "none of autounattend.xml, unattend.xml is in it");
    }

    @Test
    void sysprepTakesAnyCase() throws IOException {
        var mount = mounted("sysprep", Map.of("Unattend.XML", "<x/>"));
        prepare(Volume.newBuilder().setFiles(fileSet(mount, "unattendCD").addRequiredAny("unattend.xml")));
        assertThat(made()).containsOnlyKeys("Unattend.XML");
    }
}
