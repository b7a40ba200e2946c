package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.yadori.handler.hostfs.Descriptor;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeletPodAdoptionTest {

    private static final PodUid POD = PodUid.parse("2f9fab64-b481-4334-816e-fbbcd302fa8e");

    @TempDir
    private Path kubelet;

    private Path run = Path.of("/");
    private long self;

    @BeforeEach
    void makePod() throws IOException {
        run = Files.createDirectories(kubelet.resolve("pods/" + POD + "/volumes/kubernetes.io~empty-dir/run"));
        self = ((Integer) Files.getAttribute(run, "unix:uid")).longValue();
    }

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(OpenFiles.below(kubelet)).isEmpty();
    }

    @Test
    void socketOfTheLauncherIsReached() throws IOException {
        try (ServerSocketChannel launcher = listen("launcher.sock");
                LauncherEndpoint endpoint = adopted()) {
            assertReaches(endpoint, launcher);
            assertThat(endpoint.connectPath()).hasSizeLessThanOrEqualTo(107);
        }
    }

    @Test
    void whatReplacesTheSocketLaterIsNotReached() throws IOException {
        try (ServerSocketChannel launcher = listen("launcher.sock");
                LauncherEndpoint endpoint = adopted()) {
            Files.move(run.resolve("launcher.sock"), run.resolve("aside"));
            try (ServerSocketChannel impostor = listen("launcher.sock")) {
                impostor.configureBlocking(false);
                assertReaches(endpoint, launcher);
                assertThat(impostor.accept()).isNull();
            }
        }
    }

    @Test
    void podWithoutSocketIsNotYetThere() {
        assertThat(adoption().adopt(POD))
                .isInstanceOfSatisfying(
                        Adoption.NotYet.class,
                        notYet -> assertThat(notYet.reason()).contains("no such file"));
    }

    @Test
    void unknownPodIsNotYetThere() {
        assertThat(adoption().adopt(PodUid.parse("00000000-0000-4000-8000-000000000000")))
                .isInstanceOf(Adoption.NotYet.class);
    }

    @Test
    void nodeWithoutKubeletFolderIsNotYetThere() {
        assertThat(new KubeletPodAdoption(kubelet.resolve("absent"), self).adopt(POD))
                .isInstanceOf(Adoption.NotYet.class);
    }

    @Test
    void linkInPlaceOfTheSocketIsRefused() throws IOException {
        try (ServerSocketChannel elsewhere = listen("real.sock")) {
            Files.createSymbolicLink(run.resolve("launcher.sock"), Path.of("real.sock"));
            assertRefused("a symbolic link");
            assertThat(elsewhere.isOpen()).isTrue();
        }
    }

    @Test
    void linkOutOfTheFolderIsRefused() throws IOException {
        Files.createSymbolicLink(run.resolve("launcher.sock"), Path.of("/run/containerd/containerd.sock"));
        assertRefused("a symbolic link");
    }

    @Test
    void linkInPlaceOfTheFolderIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(kubelet.resolve("elsewhere"));
        Files.delete(run);
        Files.createSymbolicLink(run, elsewhere);
        assertRefused("a symbolic link");
    }

    @Test
    void fifoIsRefusedWithoutWaitingForAReader() throws IOException, InterruptedException {
        Process mkfifo =
                new ProcessBuilder("mkfifo", run.resolve("launcher.sock").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        assertRefused("not a socket but FIFO");
    }

    @Test
    void ordinaryFileIsRefused() throws IOException {
        Files.createFile(run.resolve("launcher.sock"));
        assertRefused("not a socket but REGULAR");
    }

    @Test
    void fileInPlaceOfTheFolderIsRefused() throws IOException {
        Files.delete(run);
        Files.createFile(run);
        assertRefused("not a folder");
    }

    @Test
    void socketOfAnotherUserIsRefused() throws IOException {
        try (ServerSocketChannel launcher = listen("launcher.sock")) {
            assertThat(launcher.isOpen()).isTrue();
            assertThat(new KubeletPodAdoption(kubelet, self + 1).adopt(POD))
                    .isInstanceOfSatisfying(
                            Adoption.Refused.class,
                            refused -> assertThat(refused.reason()).contains("belongs to uid " + self));
        }
    }

    @Test
    void endedLauncherLeavesAnEndpointThatRefusesToConnect() throws IOException {
        ServerSocketChannel launcher = listen("launcher.sock");
        try (LauncherEndpoint endpoint = adopted()) {
            launcher.close();
            try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                () -> client.connect(UnixDomainSocketAddress.of(endpoint.connectPath()))))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    private KubeletPodAdoption adoption() {
        return new KubeletPodAdoption(kubelet, self);
    }

    private LauncherEndpoint adopted() {
        Adoption adoption = adoption().adopt(POD);
        assertThat(adoption).isInstanceOf(Adoption.Adopted.class);
        return ((Adoption.Adopted) adoption).endpoint();
    }

    private void assertRefused(String reason) {
        assertThat(adoption().adopt(POD))
                .isInstanceOf(Adoption.Refused.class)
                .extracting(adoption -> ((Adoption.Refused) adoption).reason(), STRING)
                .contains(reason);
    }

    /** The path is too long for a socket's address, as a real pod's is. */
    private ServerSocketChannel listen(String name) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (Descriptor folder = Descriptor.openTrusted(run)) {
            return server.bind(UnixDomainSocketAddress.of(folder.pathHere() + "/" + name));
        }
    }

    private static void assertReaches(LauncherEndpoint endpoint, ServerSocketChannel launcher) throws IOException {
        launcher.configureBlocking(false);
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(endpoint.connectPath()));
            try (SocketChannel accepted = launcher.accept()) {
                assertThat(accepted).isNotNull();
            }
        }
    }
}
