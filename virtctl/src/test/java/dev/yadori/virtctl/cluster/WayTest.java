package dev.yadori.virtctl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.virtctl.UnreachableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is between here and an API server: proxies that do what such do, the surroundings of a pod, and silence. */
class WayTest {

    private static final Path KEYS = Path.of("src/test/resources/tls").toAbsolutePath();

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, List<String>> flags = new HashMap<>();

    @Test
    void aServerUnderTlsIsReachedThroughAProxyOfTheEnvironment() throws IOException, GeneralSecurityException {
        try (FakeApiServer server = FakeApiServer.encrypted("ec");
                FakeProxy proxy = FakeProxy.plain(server.port())) {
            environment.put("HTTPS_PROXY", "http://me:secret@127.0.0.1:" + proxy.port());
            kubeconfig("https://kubernetes:6443", ", certificate-authority: " + KEYS + "/ca-ec.crt");

            assertThat(ask().isGood()).isTrue();

            assertThat(proxy.asked)
                    .containsExactly(
                            "CONNECT kubernetes:6443 HTTP/1.1",
                            "Host: kubernetes:6443",
                            "Proxy-Authorization: Basic bWU6c2VjcmV0");
            assertThat(server.asked).containsExactly("GET /version");
        }
    }

    @Test
    void aStreamGoesThroughAProxyOfTheKubeconfig() throws IOException {
        try (FakeApiServer server = FakeApiServer.plain();
                FakeProxy proxy = FakeProxy.plain(server.port())) {
            kubeconfig("http://api.lab", ", proxy-url: \"http://127.0.0.1:" + proxy.port() + "\"");
            ByteArrayOutputStream came = new ByteArrayOutputStream();
            ByteSocket stream = new ApiServer(access()).open("/console", "plain.kubevirt.io");

            stream.writeTo(came);
            stream.send("and more".getBytes(StandardCharsets.UTF_8), 8);

            Awaitility.await().untilAsserted(() -> assertThat(came).hasToString("helloand more"));
            stream.close();
            assertThat(proxy.asked).contains("CONNECT api.lab:80 HTTP/1.1");
        }
    }

    @Test
    void aProxyUnderTlsIsTrustedAsTheSystemDoes() throws IOException, GeneralSecurityException {
        try (FakeApiServer server = FakeApiServer.plain();
                FakeProxy proxy = new FakeProxy(FakeApiServer.listener("ec"), server.port())) {
            environment.put("SSL_CERT_FILE", KEYS + "/ca-ec.crt");
            flags.put("proxy-url", List.of("https://127.0.0.1:" + proxy.port()));
            kubeconfig("http://api.lab", "");

            assertThat(ask().isGood()).isTrue();

            assertThat(proxy.asked).contains("CONNECT api.lab:80 HTTP/1.1");
        }
    }

    @Test
    void namesAreLeftToAProxyOfSocks() throws IOException {
        try (FakeApiServer server = FakeApiServer.plain();
                FakeProxy proxy = FakeProxy.plain(server.port())) {
            environment.put("HTTP_PROXY", "socks5://127.0.0.1:" + proxy.port());
            kubeconfig("http://api.lab:8080", "");

            assertThat(ask().isGood()).isTrue();

            assertThat(proxy.asked).containsExactly("SOCKS api.lab:8080");
        }
    }

    @Test
    void aProxyThatRefusesIsNamed() throws IOException {
        try (FakeProxy proxy = FakeProxy.plain(1)) {
            proxy.answer = "HTTP/1.1 407 Proxy Authentication Required";
            environment.put("http_proxy", "127.0.0.1:" + proxy.port());
            kubeconfig("http://api.lab", "");

            assertThatThrownBy(this::ask)
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("through the proxy 127.0.0.1: the proxy answers 407");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',https://api.lab,proxy",
        "'10.0.0.0/8,example.org',https://api.lab,proxy",
        "'.lab',https://api.lab,''",
        "'.lab',https://lab,proxy",
        "'lab',https://api.lab,''",
        "'lab',https://lab,''",
        "'*',https://api.lab,''",
        "'a, api.lab',https://api.lab,''",
        "'api.lab:6443',https://api.lab:6443,''",
        "'api.lab:6443',https://api.lab,proxy",
        "'10.0.0.0/8',https://10.1.2.3:6443,''",
        "'10.0.0.0/15',https://10.2.0.1,proxy",
        "'10.1.2.3',https://10.1.2.3,''",
        "'0.0.0.0/0',https://192.0.2.1,''",
        "'fd00::/8',https://[fd12::1]:6443,''",
        "'fd00:0::1',https://[fd00::1],''",
        "'[fd00::1]:443',https://[fd00::1],''",
        "'fd00::/8',https://10.0.0.1,proxy",
        "'',https://127.0.0.1:6443,''",
        "'',https://127.example.org,proxy",
        "'',https://[::1],''",
        "'',https://localhost,''"
    })
    void someServersAreExempt(String exempt, String server, String host) {
        environment.put("HTTPS_PROXY", "http://proxy:3128");
        environment.put("NO_PROXY", exempt);

        Optional<URI> proxy = Proxies.of(URI.create(server), surroundings());

        assertThat(proxy.map(URI::getHost).orElse("")).isEqualTo(host);
    }

    @Test
    void aPodAsksWithItsAccount() throws IOException, GeneralSecurityException {
        try (FakeApiServer server = FakeApiServer.encrypted("rsa")) {
            Path account = Files.createDirectory(folder.resolve("account"));
            Files.writeString(account.resolve("token"), "of-the-account\n");
            Files.writeString(account.resolve("namespace"), "of-the-pod");
            Files.copy(KEYS.resolve("ca-rsa.crt"), account.resolve("ca.crt"));
            environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
            environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(server.port()));

            assertThat(ask().isGood()).isTrue();

            assertThat(server.headers).contains("Authorization: Bearer of-the-account");
            assertThat(access().namespace()).isEqualTo("of-the-pod");
            flags.put("namespace", List.of("other"));
            flags.put("token", List.of("of-a-flag"));
            assertThat(access().namespace()).isEqualTo("other");
            assertThat(access().caller().headers()).containsExactly("Authorization: Bearer of-a-flag");
        }
    }

    @Test
    void aPodWithoutAnAccountKnowsNoCluster() {
        environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");

        assertThatThrownBy(this::access).hasMessageContaining("no cluster is known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0.5s", "500ms", "0.25s250ms"})
    void aServerThatSaysNothingIsNotWaitedForLongerThanTheFlagSays(String time) throws IOException {
        // The system takes connections before anybody accepts them.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            flags.put("request-timeout", List.of(time));
            kubeconfig("http://127.0.0.1:" + silent.getLocalPort(), "");
            long begun = System.nanoTime();

            assertThatThrownBy(this::ask)
                    .hasMessageContaining("cannot be reached")
                    .hasMessageContaining("time");

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(400), Duration.ofSeconds(20));
        }
    }

    @Test
    void neitherIsAProxyThatSaysNothing() throws IOException {
        try (FakeProxy proxy = FakeProxy.plain(1)) {
            proxy.answer = null;
            flags.put("request-timeout", List.of("500ms"));
            environment.put("HTTP_PROXY", "http://127.0.0.1:" + proxy.port());
            kubeconfig("http://api.lab", "");

            assertThatThrownBy(this::ask).hasMessageContaining("through the proxy 127.0.0.1");
        }
    }

    @Test
    void aStreamLivesLongerThanARequestMay() throws IOException {
        try (FakeApiServer server = FakeApiServer.plain()) {
            flags.put("request-timeout", List.of("300ms"));
            kubeconfig("http://127.0.0.1:" + server.port(), "");
            ByteSocket stream = new ApiServer(access()).open("/console", "plain.kubevirt.io");

            Awaitility.await()
                    .during(Duration.ofMillis(600))
                    .untilAsserted(() -> assertThat(stream.ended()).isNotDone());

            stream.writeTo(new ByteArrayOutputStream());
            stream.close();
        }
    }

    private Answer ask() {
        try (ApiServer api = new ApiServer(access())) {
            return api.get("/version");
        }
    }

    private Access access() {
        return Access.find(new Wishes(flags), surroundings());
    }

    private Surroundings surroundings() {
        return new Surroundings(environment, folder, folder.resolve("account"));
    }

    private void kubeconfig(String server, String fields) throws IOException {
        flags.put("kubeconfig", List.of(folder + "/config"));
        Files.writeString(folder.resolve("config"), """
                current-context: c
                clusters: [{name: c, cluster: {server: "%s"%s}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                """.formatted(server, fields));
    }
}
