package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes in cgroups that are called as a runtime's, each in mount and process namespaces and a root of its own. Needs
 * root, and a cgroup hierarchy to write to.
 */
@Tag("host")
class ImageMountsHostIT {

    private static final Path PROCFS = Path.of("/proc");
    private static final String PLACE = "/var/run/kubevirt/container-disks/root";
    private static final String IN_CONTAINER = "run/kubevirt/container-disks/root";
    /** A root with the node's programs mounted in it, and other mounts. */
    private static final String CONTAINER = """
            mount --make-rprivate /
            mount --bind "$0" "$0"
            for d in usr lib lib64 bin; do
              [ -e /$d ] && mkdir -p "$0/$d" && mount --rbind /$d "$0/$d"
            done
            mkdir -p "$0/below" "$0/proc"
            mount -t tmpfs below "$0/below"
            mount -t proc proc "$0/proc"
            [ -z "$1" ] || { mkdir -p "$0/$1"; mount -t tmpfs place "$0/$1"; }
            exec chroot "$0" sleep 1000
            """;

    @TempDir
    private Path place;

    private final PodUid pod = new PodUid(UUID.randomUUID().toString());
    private final ContainerId disk = new ContainerId("d".repeat(64));
    private final ImageMounts mounts = new ImageMounts(new ContainerRoots(PROCFS));
    private final List<ImageMounts.Image> images = List.of(new ImageMounts.Image(PLACE, disk));
    private final Deque<Path> cgroups = new ArrayDeque<>();
    private final Deque<Process> processes = new ArrayDeque<>();

    @BeforeEach
    void hostCanDoIt() throws IOException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        Optional<Path> hierarchy = Stream.of("", "unified", "pids", "freezer")
                .map(Path.of("/sys/fs/cgroup")::resolve)
                .filter(folder -> Files.isWritable(folder.resolve("cgroup.procs")))
                .findFirst();
        assumeThat(hierarchy).as("a cgroup hierarchy that can be written").isPresent();
        Path folder = makeCgroup(hierarchy.orElseThrow().resolve("pod" + pod));
        makeCgroup(folder.resolve("e".repeat(64)));
        makeCgroup(folder.resolve(disk.value()));
    }

    @AfterEach
    void cleanUp() throws IOException, InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        for (Path cgroup : cgroups) {
            await().ignoreExceptions().until(() -> Files.deleteIfExists(cgroup) || !Files.exists(cgroup));
        }
    }

    @Test
    void launcherSeesTheImageAndNothingOfItsContainer() throws IOException, InterruptedException {
        Path image = image();
        try (LauncherProcess launcher = launcher()) {
            mounts.mount(pod, launcher, images);
            Path seen = root(launcher).resolve(IN_CONTAINER);
            assertThat(seen.resolve("disk/disk.img")).hasContent("bytes");
            assertThat(image.resolve("below")).isDirectory();
            assertThat(seen.resolve("proc/self")).doesNotExist();
            assertThat(mountOf(launcher).split(" ", 7)[5]).contains("ro", "nosuid", "nodev", "noexec");
            assertThatThrownBy(() -> Files.writeString(seen.resolve("disk/disk.img"), "other"))
                    .hasMessageContaining("Read-only file system");
        }
    }

    @Test
    void secondTimeMountsNothing() throws IOException, InterruptedException {
        image();
        try (LauncherProcess launcher = launcher()) {
            mounts.mount(pod, launcher, images);
            mounts.mount(pod, launcher, images);
            assertThat(MountTable.parse(launcher.readMounts()).at(PLACE)).hasSize(2);
        }
    }

    @Test
    void linkToDeviceStaysALinkAndADeviceIsNone() throws IOException, InterruptedException {
        Path image = image();
        Files.delete(image.resolve("disk/disk.img"));
        Files.createSymbolicLink(image.resolve("disk/disk.img"), Path.of("../../../../../../etc/shadow"));
        Path device = image.resolve("disk/zero");
        assertThat(new ProcessBuilder("mknod", "-m", "666", device.toString(), "c", "1", "5")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        try (LauncherProcess launcher = launcher()) {
            mounts.mount(pod, launcher, images);
            Path seen = root(launcher).resolve(IN_CONTAINER);
            assertThat(seen.resolve("disk/disk.img")).isSymbolicLink();
            assertThatThrownBy(() -> Files.newInputStream(seen.resolve("disk/zero")))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void placeThatIsALinkIsNotFollowed() throws IOException, InterruptedException {
        image();
        Path elsewhere = Files.createDirectories(place.resolve("launcher/elsewhere"));
        Path link = place.resolve("launcher").resolve(IN_CONTAINER);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of("../../../elsewhere"));
        try (LauncherProcess launcher = launcher("")) {
            assertThatThrownBy(() -> mounts.mount(pod, launcher, images)).hasMessageContaining("has no place");
            assertThat(elsewhere).isEmptyDirectory();
        }
    }

    @Test
    void containerThatIsNotUpIsSaid() throws IOException, InterruptedException {
        try (LauncherProcess launcher = launcher()) {
            assertThatThrownBy(() -> mounts.mount(pod, launcher, images)).hasMessageContaining("is not up");
        }
    }

    @Test
    void containerOfAnotherPodIsNotTaken() throws IOException, InterruptedException {
        image();
        try (LauncherProcess launcher = launcher()) {
            var other = new PodUid(UUID.randomUUID().toString());
            assertThatThrownBy(() -> mounts.mount(other, launcher, images)).hasMessageContaining("is not up");
        }
    }

    private Path makeCgroup(Path folder) throws IOException {
        cgroups.push(Files.createDirectory(folder));
        return folder;
    }

    private Path image() throws IOException {
        Path root = Files.createDirectories(place.resolve("image"));
        Files.createDirectories(root.resolve("disk"));
        Files.writeString(root.resolve("disk/disk.img"), "bytes");
        start("d".repeat(64), root, "");
        return root;
    }

    private LauncherProcess launcher() throws IOException {
        return launcher(IN_CONTAINER);
    }

    private LauncherProcess launcher(String mounted) throws IOException {
        Path root = Files.createDirectories(place.resolve("launcher"));
        ProcessHandle first = start("e".repeat(64), root, mounted);
        var verdict = new PeerCheck(PROCFS, 0).verify((int) first.pid(), 0, pod);
        assertThat(verdict).isInstanceOf(PeerVerdict.Trusted.class);
        return ((PeerVerdict.Trusted) verdict).process();
    }

    /** The first process in a container's cgroup and namespaces, once it has reached its root. */
    private ProcessHandle start(String container, Path root, String mounted) throws IOException {
        Path cgroup = cgroups.stream()
                .filter(folder -> folder.endsWith(container))
                .findFirst()
                .orElseThrow();
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "echo $$ > \"$0\"; exec unshare --mount --pid --fork --kill-child sh -euc \"$1\" \"$2\" \"$3\"",
                        cgroup.resolve("cgroup.procs").toString(),
                        CONTAINER,
                        root.toString(),
                        mounted)
                .inheritIO()
                .start();
        processes.push(process);
        return await().until(
                        () -> process.children().filter(child -> isThere(child)).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private static boolean isThere(ProcessHandle process) {
        try {
            return Files.readString(PROCFS.resolve(process.pid() + "/comm"), StandardCharsets.UTF_8)
                    .startsWith("sleep");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path root(LauncherProcess launcher) {
        return PROCFS.resolve(launcher.pid() + "/root");
    }

    private static String mountOf(LauncherProcess launcher) throws IOException {
        return launcher.readMounts()
                .lines()
                .filter(line -> line.split(" ", 7)[4].equals("/" + IN_CONTAINER))
                .toList()
                .getLast();
    }
}
