package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.handler.hostfs.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes with a low limit, in folders like those of procfs, which say whose cgroup they are in. */
@Tag("host")
class LockedMemoryHostIT {
    private static final PodUid POD = new PodUid("6f9619ff-8b86-d011-b42d-00c04fc964ff");
    private static final PodUid OTHER = new PodUid("00000000-8b86-d011-b42d-00c04fc964ff");
    private static final String LOW = "65536";
    private static final long WANTED = 1 << 20;
    /** To raise that takes more rights than this test may have. */
    private static final long HARD = 2 * WANTED;

    private final Deque<Process> processes = new ArrayDeque<>();

    @TempDir
    private Path procfs;

    @BeforeEach
    void hostCanDoIt() {
        assumeThat(Path.of("/usr/bin/prlimit")).isExecutable();
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
    }

    @AfterEach
    void cleanUp() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void allOfTheContainersProcessesMayLockAsMuch() throws IOException {
        var launcher = process(POD);
        var libvirt = process(POD);
        var neighbour = process(OTHER);

        allow(launcher);
        allow(launcher);

        assertThat(softLimit(launcher)).isEqualTo(WANTED);
        assertThat(softLimit(libvirt)).isEqualTo(WANTED);
        assertThat(softLimit(neighbour)).isEqualTo(Long.parseLong(LOW));
    }

    @Test
    void higherLimitStays() throws IOException {
        var launcher = process(POD);
        allow(launcher);

        allow(launcher, WANTED / 2);

        assertThat(softLimit(launcher)).isEqualTo(WANTED);
    }

    @Test
    void otherContainerOfThePodIsNotTouched() throws IOException {
        var launcher = process(POD);
        var sidecar = process(POD);
        var mounts = procfs.resolve(sidecar.pid() + "/ns/mnt");
        Files.delete(mounts);
        Files.createSymbolicLink(mounts, Path.of("/proc/self/ns/uts"));

        allow(launcher);

        assertThat(softLimit(sidecar)).isEqualTo(Long.parseLong(LOW));
    }

    private void allow(Process launcher) throws IOException {
        allow(launcher, WANTED);
    }

    private void allow(Process launcher, long bytes) throws IOException {
        try (var all = Descriptor.openTrusted(procfs);
                var found = new LauncherProcess(
                        (int) launcher.pid(), all.locateBeneath(Long.toString(launcher.pid())), procfs)) {
            new LockedMemory(procfs).allow(POD, found, bytes);
        }
    }

    private Process process(PodUid pod) throws IOException {
        var process = new ProcessBuilder("prlimit", "--memlock=" + LOW + ":" + HARD, "sleep", "1000").start();
        processes.push(process);
        await().untilAsserted(() -> assertThat(softLimit(process)).isEqualTo(Long.parseLong(LOW)));
        var folder = Files.createDirectory(procfs.resolve(Long.toString(process.pid())));
        Files.writeString(folder.resolve("cgroup"), "0::/kubepods/pod%s/compute\n".formatted(pod));
        Files.createDirectory(folder.resolve("ns"));
        Files.createSymbolicLink(folder.resolve("ns/mnt"), Path.of("/proc/%d/ns/mnt".formatted(process.pid())));
        Files.createSymbolicLink(folder.resolve("root"), Path.of("/"));
        return process;
    }

    private static long softLimit(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/limits".formatted(process.pid()))).stream()
                .filter(line -> line.startsWith("Max locked memory"))
                .map(line ->
                        line.substring("Max locked memory".length()).strip().split("\\s+", -1)[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
