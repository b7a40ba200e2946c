package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check over a folder that looks like procfs. */
class PeerCheckTest {

    private static final PodUid POD = PodUid.parse("2f9fab64-b481-4334-816e-fbbcd302fa8e");
    private static final int PID = 4711;
    private static final long USER = 107;

    @TempDir
    private Path procfs;

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(OpenFiles.below(procfs)).isEmpty();
    }

    @Test
    void processOfThePodIsTrustedUntilItEnds() throws IOException {
        Path folder = process("0::/kubepods/pod" + POD + "/c\n");
        Files.writeString(folder.resolve("stat"), "4711 (java) S");
        try (LauncherProcess process = trusted()) {
            assertThat(process.pid()).isEqualTo(PID);
            assertThat(process.isAlive()).isTrue();
            Files.delete(folder.resolve("stat"));
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void reusedNumberIsNotTheProcess() throws IOException {
        Path folder = process("0::/kubepods/pod" + POD + "/c\n");
        try (LauncherProcess process = trusted()) {
            Files.move(folder, procfs.resolve("ended"));
            Files.writeString(process("0::/init.scope").resolve("stat"), "4711 (other) S");
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void otherUserIsRefused() throws IOException {
        process("0::/kubepods/pod" + POD + "/c\n");
        assertRefused(check().verify(PID, 0, POD), "uid 0, not 107");
    }

    @Test
    void processOfAnotherPodIsRefused() throws IOException {
        process("0::/kubepods/pod00000000-b481-4334-816e-fbbcd302fa8e/c\n");
        assertRefused(check().verify(PID, USER, POD), "not in a cgroup of pod");
    }

    @Test
    void endedProcessIsRefused() {
        assertRefused(check().verify(PID, USER, POD), "no such file");
    }

    @Test
    void processThatIsNotVisibleIsRefused() {
        assertRefused(check().verify(0, USER, POD), "process namespace");
    }

    @Test
    void cgroupFileWithoutEndIsRefused() throws IOException {
        process("x".repeat(70_000));
        assertRefused(check().verify(PID, USER, POD), "more than");
    }

    @Test
    void namespaceOfTheNodeIsNotGivenOut() throws IOException {
        process("0::/kubepods/pod" + POD + "/c\n");
        for (String name : List.of("self", "1", Integer.toString(PID))) {
            Files.createDirectories(procfs.resolve(name).resolve("ns"));
            Files.createSymbolicLink(procfs.resolve(name).resolve("ns/net"), Path.of("/proc/self/ns/net"));
        }
        try (LauncherProcess process = trusted()) {
            assertThatThrownBy(process::openNetns).hasMessageContaining("network namespace of the node");
        }
    }

    @Test
    void whatIsNoNetworkNamespaceIsNotGivenOut() throws IOException {
        Path folder = process("0::/kubepods/pod" + POD + "/c\n");
        Files.createDirectory(folder.resolve("ns"));
        Files.createSymbolicLink(folder.resolve("ns/net"), Path.of("/proc/self/ns/uts"));
        try (LauncherProcess process = trusted()) {
            assertThatThrownBy(process::openNetns).hasMessageContaining("not a network namespace");
        }
    }

    private PeerCheck check() {
        return new PeerCheck(procfs, USER);
    }

    private Path process(String cgroup) throws IOException {
        Path folder = Files.createDirectory(procfs.resolve(Integer.toString(PID)));
        Files.writeString(folder.resolve("cgroup"), cgroup);
        return folder;
    }

    private LauncherProcess trusted() {
        PeerVerdict verdict = check().verify(PID, USER, POD);
        assertThat(verdict).isInstanceOf(PeerVerdict.Trusted.class);
        return ((PeerVerdict.Trusted) verdict).process();
    }

    private static void assertRefused(PeerVerdict verdict, String reason) {
        assertThat(verdict)
                .isInstanceOf(PeerVerdict.Refused.class)
                .extracting(refused -> ((PeerVerdict.Refused) refused).reason(), STRING)
                .contains(reason);
    }
}
