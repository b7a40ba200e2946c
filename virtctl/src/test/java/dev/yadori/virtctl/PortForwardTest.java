package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.virtctl.ForwardedPort.Protocol;
import dev.yadori.virtctl.cluster.Access;
import dev.yadori.virtctl.cluster.FakeApiServer;
import dev.yadori.virtctl.cluster.Surroundings;
import dev.yadori.virtctl.cluster.Wishes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortForwardTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String PATH =
            "/apis/subresources.kubevirt.io/v1/namespaces/other/virtualmachines/web/portforward/53/udp";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "22,TCP,22,22",
        "8080:80,TCP,8080,80",
        "tcp/0:443,TCP,0,443",
        "tcp/443,TCP,443,443",
        "udp/53,UDP,53,53",
        "udp/5353:53,UDP,5353,53"
    })
    void portsAreRead(String text, Protocol protocol, int local, int remote) {
        assertThat(ForwardedPort.parse(text)).isEqualTo(new ForwardedPort(protocol, local, remote));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sctp/80", "UDP/53", "80:", "0", "65536", "80:0", "1:2:3", "udp/", "http"})
    void whatIsNoPortIsRefused(String text) {
        assertThatThrownBy(() -> ForwardedPort.parse(text))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("'" + text + "'");
    }

    /** A dot belongs to a name, as it does in virtctl since 1.9; before that it was followed by a namespace. */
    @ParameterizedTest
    @CsvSource({
        "web,virtualmachineinstances,web,",
        "vm/web,virtualmachines,web,",
        "VMs/web/lab,virtualmachines,web,lab",
        "vmi/web/lab,virtualmachineinstances,web,lab",
        "virtualmachineinstances/web,virtualmachineinstances,web,",
        "vmi/web.lab,virtualmachineinstances,web.lab,"
    })
    void targetsAreRead(String text, String resource, String name, String namespace) {
        assertThat(Target.parse(text)).isEqualTo(new Target(resource, name, namespace));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port-forward --stdio vm/web 22 23 | only one port supported when forwarding to stdout",
                "port-forward vm/web 22 --vsock    | --vsock is not supported"
            })
    void whatCannotBeForwardedIsRefused(String line, String words) {
        StringWriter errors = new StringWriter();

        int code = Main.commandLine()
                .setErr(new PrintWriter(errors, true))
                .execute(line.strip().split(" "));

        assertThat(code).isEqualTo(1);
        assertThat(errors.toString()).contains(words);
    }

    @Test
    void datagramsGoThereAndBackOneByOne() throws IOException {
        try (FakeApiServer server = FakeApiServer.plain();
                DatagramSocket one = client();
                DatagramSocket other = client();
                DatagramSocket here = here()) {
            var _ = forward(server, here, LONG);

            send(one, here, "from one");
            send(one, here, "again");
            assertThat(List.of(receive(one), receive(one), receive(one))).containsExactly("hello", "from one", "again");
            String large = "x".repeat(20_000);
            send(other, here, large);

            assertThat(List.of(receive(other), receive(other))).containsExactly("hello", large);
            assertThat(server.asked).containsExactly("GET " + PATH, "GET " + PATH);
        }
    }

    @Test
    void aStreamThatCarriesNothingIsClosed() throws IOException {
        try (FakeApiServer server = FakeApiServer.plain();
                DatagramSocket one = client();
                DatagramSocket here = here()) {
            DatagramForward forward = forward(server, here, Duration.ofMillis(300));
            send(one, here, "question");
            assertThat(receive(one)).isEqualTo("hello");

            Awaitility.await().untilAsserted(() -> assertThat(forward.open()).isZero());

            send(one, here, "another");
            assertThat(List.of(receive(one), receive(one), receive(one)))
                    .containsExactly("question", "hello", "another");
        }
    }

    private DatagramForward forward(FakeApiServer server, DatagramSocket here, Duration idle) throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve("config"), server.kubeconfig("", "token: t"));
        Access access = Access.find(
                new Wishes(Map.of("kubeconfig", List.of(kubeconfig.toString()))),
                new Surroundings(Map.of(), folder, folder));
        @SuppressWarnings("resource") // Without requests there is nothing to close.
        SubresourceClient client = new SubresourceClient(access);
        Target guest = Target.parse("vm/web/other");
        String subresource = ForwardedPort.parse("udp/53").subresource();
        DatagramForward forward = new DatagramForward(here, () -> client.open(guest, subresource), idle);
        Thread.ofVirtual().start(() -> {
            try {
                forward.run();
            } catch (IOException e) {
                // The test has closed the port.
                return;
            }
        });
        return forward;
    }

    private static DatagramSocket here() throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static DatagramSocket client() throws IOException {
        DatagramSocket client = here();
        client.setSoTimeout(10_000);
        return client;
    }

    private static void send(DatagramSocket from, DatagramSocket to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to.getLocalSocketAddress()));
    }

    private static String receive(DatagramSocket client) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        client.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }
}
