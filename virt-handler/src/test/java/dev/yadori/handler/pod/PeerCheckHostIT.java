package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real processes in a real cgroup that is called as kubelet's are. Needs root, and a cgroup hierarchy to write to. */
@Tag("host")
class PeerCheckHostIT {

    private static final Path PROCFS = Path.of("/proc");

    private final PodUid pod = new PodUid(UUID.randomUUID().toString());
    private final PeerCheck check = new PeerCheck(PROCFS, 0);
    private final Deque<Path> cgroups = new ArrayDeque<>();
    private final Deque<Process> processes = new ArrayDeque<>();

    @BeforeEach
    void hostCanDoIt() throws IOException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        assumeThat(makeCgroup()).as("a cgroup hierarchy that can be written").isPresent();
    }

    @AfterEach
    void cleanUp() throws IOException, InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        for (Path cgroup : cgroups) {
            Files.delete(cgroup);
        }
    }

    @Test
    void processInThePodsCgroupIsTrusted() throws IOException {
        Process process = inPod("unshare", "--net", "sleep", "1000");
        try (LauncherProcess launcher = trusted(process);
                PodNetns netns = await().ignoreExceptions().until(launcher::openNetns, opened -> true)) {
            assertThat(launcher.isAlive()).isTrue();
            assertThat(Files.readSymbolicLink(PROCFS.resolve(process.pid() + "/ns/net")))
                    .hasToString("net:[" + netns.inode() + "]");
        }
    }

    @Test
    void namespaceOutlivesItsProcess() throws IOException, InterruptedException {
        Process process = inPod("unshare", "--net", "sleep", "1000");
        try (LauncherProcess launcher = trusted(process);
                PodNetns netns = await().ignoreExceptions().until(launcher::openNetns, opened -> true)) {
            process.destroyForcibly().waitFor();
            assertThat(launcher.isAlive()).isFalse();
            assertThatThrownBy(launcher::openNetns).isInstanceOf(IOException.class);
            Process still = new ProcessBuilder("nsenter", "--net=" + netns.pathForChildren(), "true").start();
            assertThat(still.waitFor()).isZero();
        }
    }

    @Test
    void processInTheNodesNamespaceIsNotPlumbed() throws IOException {
        Process process = inPod("sleep", "1000");
        try (LauncherProcess launcher = trusted(process)) {
            assertThatThrownBy(launcher::openNetns).hasMessageContaining("network namespace of the node");
        }
    }

    @Test
    void processOutsideIsRefused() throws IOException {
        Process process = new ProcessBuilder("sleep", "1000").start();
        processes.push(process);
        assertThat(check.verify((int) process.pid(), 0, pod)).isInstanceOf(PeerVerdict.Refused.class);
    }

    private LauncherProcess trusted(Process process) {
        PeerVerdict verdict = check.verify((int) process.pid(), 0, pod);
        assertThat(verdict).isInstanceOf(PeerVerdict.Trusted.class);
        return ((PeerVerdict.Trusted) verdict).process();
    }

    private Process inPod(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        processes.push(process);
        Files.writeString(cgroups.getFirst().resolve("cgroup.procs"), Long.toString(process.pid()));
        return process;
    }

    /** In the one hierarchy of version 2, or in one of version 1 that takes processes without further ado. */
    private Optional<Path> makeCgroup() throws IOException {
        Optional<Path> root = Stream.of("", "unified", "pids", "freezer")
                .map(Path.of("/sys/fs/cgroup")::resolve)
                .filter(folder -> Files.isWritable(folder.resolve("cgroup.procs")))
                .findFirst();
        if (root.isPresent()) {
            cgroups.push(Files.createDirectory(root.get().resolve("pod" + pod)));
        }
        return root;
    }
}
