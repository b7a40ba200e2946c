package dev.yadori.virtctl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.virtctl.UnreachableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kubeconfigs mean, seen by the server that they name. */
class AccessTest {

    private static final String KEYS = Path.of("src/test/resources/tls").toAbsolutePath() + "/";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @ParameterizedTest
    @CsvSource({"rsa,client-rsa.key", "rsa,client-rsa-pkcs8.key", "ec,client-ec.key", "ec,client-ec-pkcs8.key"})
    void aCertificateIsShownWhateverTheFormOfItsKey(String algorithm, String key)
            throws IOException, GeneralSecurityException {
        try (FakeApiServer server = FakeApiServer.encrypted(algorithm)) {
            write(
                    "config",
                    server.kubeconfig(
                            ", certificate-authority: " + KEYS + "ca-" + algorithm + ".crt",
                            "client-certificate: " + KEYS + "client-" + algorithm + ".crt, client-key: " + KEYS + key));

            assertThat(ask("config").isGood()).isTrue();

            assertThat(server.clients).containsExactly("CN=client,O=lab");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                         | unable to find valid certification path",
                "', certificate-authority: KEYSca-ec.crt'   | unable to find valid certification path",
                "', certificate-authority: KEYSca-rsa.crt, tls-server-name: elsewhere' | elsewhere"
            })
    void aServerThatIsAnotherIsRefused(String fields, String why) throws IOException, GeneralSecurityException {
        try (FakeApiServer server = FakeApiServer.encrypted("rsa")) {
            write("config", server.kubeconfig(fields.replace("KEYS", KEYS), "token: t"));

            assertThatThrownBy(() -> ask("config"))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("127.0.0.1")
                    .hasMessageContaining(why);
            assertThat(server.asked).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "', insecure-skip-tls-verify: true'",
                "', certificate-authority: KEYSca-ec.crt, tls-server-name: kubernetes'"
            })
    void aServerIsTakenAsTheUserSays(String fields) throws IOException, GeneralSecurityException {
        try (FakeApiServer server = FakeApiServer.encrypted("ec")) {
            write("config", server.kubeconfig(fields.replace("KEYS", KEYS), "token: t"));

            assertThat(ask("config").isGood()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token: abc                             | Authorization: Bearer abc",
                "tokenFile: token                       | Authorization: Bearer from-a-file",
                "username: me, password: secret         | Authorization: Basic bWU6c2VjcmV0",
                "token: abc, as: her                    | Impersonate-User: her",
                "token: abc, as: her, as-groups: [some] | Impersonate-Group: some",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [told], interactiveMode: Never} | Authorization: Bearer told-by-plugin"
            })
    void credentialsAreSent(String user, String header) throws IOException {
        write("token", "from-a-file\n");
        write("plugin", """
                #!/bin/sh
                printf '{"status": {"token": "%s-by-plugin"}}' "$1"
                """);
        assertThat(folder.resolve("plugin").toFile().setExecutable(true)).isTrue();
        try (FakeApiServer server = FakeApiServer.plain()) {
            write("config", server.kubeconfig("", user));

            assertThat(ask("config").isGood()).isTrue();

            assertThat(server.headers).contains(header);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client-certificate: no.crt, client-key: no.key    | users[u].user.client-certificate: FOLDER/no.crt cannot be read",
                "client-certificate: KEYSclient-ec.crt             | users[u].user.client-key is missing",
                "client-certificate-data: YQ==, client-key: KEYSclient-ec.key | users[u].user.client-certificate-data is no certificate in PEM",
                "client-certificate: KEYSclient-ec.crt, client-key: KEYSclient-ec.crt | client-ec.crt has no private key in PEM",
                "tokenFile: missing                                | users[u].user.tokenFile: FOLDER/missing cannot be read",
                "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x} | users[u].user.exec.apiVersion",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, installHint: get it} | get it"
            })
    void whatIsWrongIsNamed(String user, String words) throws IOException {
        try (FakeApiServer server = FakeApiServer.plain()) {
            write("config", server.kubeconfig("", user.replace("KEYS", KEYS)));

            assertThatThrownBy(() -> ask("config"))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining(words.replace("FOLDER", folder.toString()));
        }
    }

    @Test
    void theFirstOfSeveralFilesIsRight() throws IOException {
        write("one", """
                contexts: [{name: c, context: {cluster: c, user: u, namespace: first}}]
                """);
        write("two", """
                current-context: c
                contexts: [{name: c, context: {cluster: c, namespace: second}}]
                clusters: [{name: c, cluster: {server: "https://[::1]:6443/k8s/"}}]
                users: [{name: u, user: {token: t}}]
                """);
        environment.put(
                "KUBECONFIG", folder.resolve("none") + ":" + folder.resolve("one") + ":" + folder.resolve("two"));

        Access access = Access.find(wishes(Map.of()), surroundings());

        assertThat(access.namespace()).isEqualTo("first");
        assertThat(access.server()).hasToString("https://[::1]:6443/k8s");
        assertThat(access.host()).isEqualTo("::1");
    }

    @Test
    void flagsAreStrongerThanFiles() throws IOException {
        write("config", """
                current-context: c
                contexts: [{name: c, context: {cluster: c}}]
                clusters: [{name: c, cluster: {server: "https://one", certificate-authority: missing}}]
                """);

        Access access = Access.find(
                wishes(Map.of(
                        "kubeconfig",
                        folder + "/config",
                        "server",
                        "https://two",
                        "token",
                        "t",
                        "insecure-skip-tls-verify",
                        "true")),
                surroundings());

        assertThat(access.host()).isEqualTo("two");
        assertThat(access.trust().blind()).isTrue();
        assertThat(access.caller().headers()).containsExactly("Authorization: Bearer t");
    }

    @Test
    void withoutAKubeconfigItIsSaidSo() {
        assertThatThrownBy(() -> Access.find(wishes(Map.of()), surroundings())).hasMessageContaining("KUBECONFIG");
    }

    @Test
    void aStreamGoesBothWaysAndIsAlive() throws IOException {
        try (FakeApiServer server = FakeApiServer.plain()) {
            write("config", server.kubeconfig("", "token: t"));
            ByteArrayOutputStream came = new ByteArrayOutputStream();
            ByteSocket stream = new ApiServer(access("config")).open("/console", "plain.kubevirt.io");
            byte[] much = "x".repeat(5000).getBytes(StandardCharsets.UTF_8);

            stream.writeTo(came);
            stream.send(much, much.length);

            Awaitility.await().untilAsserted(() -> assertThat(came.size()).isEqualTo(5005));
            assertThat(server.pongs).containsExactly("up");
            stream.close();
            assertThat(stream.ended().join()).isEmpty();
            assertThat(server.headers).contains("Sec-WebSocket-Protocol: plain.kubevirt.io");
        }
    }

    @Test
    void aStreamThatIsRefusedSaysWhy() throws IOException {
        try (FakeApiServer server = FakeApiServer.plain()) {
            server.code = 409;
            server.answer = "{\"message\": \"VMI is paused\"}";
            write("config", server.kubeconfig("", "token: t"));
            ApiServer api = new ApiServer(access("config"));

            assertThatThrownBy(() -> api.open("/console", "plain.kubevirt.io")).hasMessage("VMI is paused");
        }
    }

    @Test
    void requestsFollowEachOtherOnOneConnection() throws IOException {
        try (FakeApiServer server = FakeApiServer.plain()) {
            write("config", server.kubeconfig("/below", "token: t").replace("\"/below", "/below\""));
            ApiServer api = new ApiServer(access("config"));

            assertThat(api.get("/one").isGood()).isTrue();
            assertThat(api.ask("PUT", "/two", Optional.of(Map.of("a", 1))).isGood())
                    .isTrue();

            assertThat(server.asked).containsExactly("GET /below/one", "PUT /below/two {\"a\":1}");
            assertThat(server.connections).hasValue(1);
        }
    }

    private Answer ask(String file) {
        try (ApiServer api = new ApiServer(access(file))) {
            return api.get("/version");
        }
    }

    private Access access(String file) {
        return Access.find(wishes(Map.of("kubeconfig", folder + "/" + file)), surroundings());
    }

    private Surroundings surroundings() {
        Map<String, String> all =
                new HashMap<>(Map.of("PATH", System.getenv("PATH"), "SSL_CERT_FILE", KEYS + "ca-ec.crt"));
        all.putAll(environment);
        return new Surroundings(all, folder, folder.resolve("account"));
    }

    private static Wishes wishes(Map<String, String> flags) {
        Map<String, List<String>> said = new HashMap<>();
        flags.forEach((flag, value) -> said.put(flag, List.of(value)));
        return new Wishes(said);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
