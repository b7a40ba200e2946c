package dev.yadori.api.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yadori.api.http.LocalServer;
import dev.yadori.api.http.ServerLimits;
import dev.yadori.api.subresource.SubresourceServers;
import dev.yadori.service.tls.CertificateFiles;
import dev.yadori.testkit.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is believed who calls, over real TLS. */
class FrontProxyTest {

    private static final String START =
            "/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachines/web/start";

    private final TestAuthority servers = new TestAuthority();
    private final TestAuthority front = new TestAuthority();
    private final List<Caller> asked = new ArrayList<>();
    private final List<Access.Action> actions = new ArrayList<>();
    private volatile FrontProxy proxy = FrontProxy.NONE;
    private volatile boolean allowed = true;
    private LocalServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        servers.issue(folder.resolve("server"), "virt-api", 1);
        front.issue(folder.resolve("front"), "front-proxy-client", 2);
        front.issue(folder.resolve("other"), "somebody", 3);
        proxy = proxy("[\"front-proxy-client\"]");
        Access access = (caller, action) -> {
            asked.add(caller);
            actions.add(action);
            return new Access.Verdict(allowed, "");
        };
        server = LocalServer.start(
                folder.resolve("server"),
                new FrontProxyTrust(() -> proxy),
                SubresourceServers.withoutObjects(() -> proxy, access),
                ServerLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theApiServerIsBelievedWhoCalls() throws Exception {
        HttpResponse<String> response = put(
                client("front"),
                "X-Remote-User",
                "jane",
                "X-Remote-Group",
                "devs",
                "X-Remote-Group",
                "system:authenticated",
                "X-Remote-Extra-Scopes.example.com%2Fa",
                "b");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(asked)
                .containsExactly(new Caller(
                        "jane",
                        "",
                        List.of("devs", "system:authenticated"),
                        Map.of("scopes.example.com/a", List.of("b"))));
        assertThat(actions)
                .containsExactly(new Access.Action("update", "default", "v1", "virtualmachines", "start", "web"));
    }

    @Test
    void headersOfAnybodyElseAreWorthNothing() throws Exception {
        HttpResponse<String> response = put(client(""), "X-Remote-User", "admin", "X-Remote-Group", "system:masters");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).path("reason").asText()).isEqualTo("Unauthorized");
        assertThat(asked).isEmpty();
    }

    @Test
    void aCertificateOfTheAuthorityUnderAnotherNameIsNotEnough() throws Exception {
        assertThat(put(client("other"), "X-Remote-User", "admin").statusCode()).isEqualTo(401);
        assertThat(asked).isEmpty();
    }

    @Test
    void anyNameIsBelievedWhereNoneIsAsked() throws Exception {
        proxy = proxy("[]");

        assertThat(put(client("other"), "X-Remote-User", "jane").statusCode()).isEqualTo(404);
    }

    @Test
    void aCertificateOfAnotherAuthorityEndsTheHandshake() throws Exception {
        new TestAuthority().issue(folder.resolve("stranger"), "front-proxy-client", 4);
        HttpClient stranger = client("stranger");

        assertThatThrownBy(() -> put(stranger, "X-Remote-User", "admin")).isInstanceOf(IOException.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void anAuthorityThatIsNoLongerTrustedIsForgottenOnOpenConnections() throws Exception {
        HttpClient client = client("front");
        assertThat(put(client, "X-Remote-User", "jane").statusCode()).isEqualTo(404);

        proxy = FrontProxy.NONE;

        assertThat(put(client, "X-Remote-User", "jane").statusCode()).isEqualTo(401);
    }

    @Test
    void whoMayNotIsTold() throws Exception {
        allowed = false;

        HttpResponse<String> response = put(client("front"), "X-Remote-User", "jane");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).path("message").asText())
                .contains("User \"jane\" cannot update resource \"virtualmachines/start\"");
    }

    @Test
    void discoveryIsForEverybody() throws Exception {
        for (String path : List.of(
                "/",
                "/apis",
                "/apis/subresources.kubevirt.io",
                "/apis/subresources.kubevirt.io/v1",
                "/apis/subresources.kubevirt.io/v1alpha3",
                "/apis/subresources.kubevirt.io/v1/version",
                "/apis/subresources.kubevirt.io/v1/healthz",
                "/healthz",
                "/openapi/v2",
                "/openapi/v3",
                "/openapi/v3/apis/subresources.kubevirt.io/v1")) {
            HttpResponse<String> response = client("")
                    .send(
                            HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(json(response).isObject()).as(path).isTrue();
        }
    }

    @Test
    void aDocumentThatTheClientHasIsNotSentAgain() throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/openapi/v2"));
        String etag = client("")
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        HttpResponse<String> again =
                client("").send(request.header("If-None-Match", etag).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void entriesThatCannotBeReadAreNamed() {
        assertThatThrownBy(() -> FrontProxy.from(Map.of("requestheader-client-ca-file", "nothing")))
                .hasMessageContaining("requestheader-client-ca-file");
    }

    private FrontProxy proxy(String names) throws IOException {
        return FrontProxy.from(Map.of(
                "requestheader-client-ca-file", Files.readString(folder.resolve("front/ca.crt")),
                "requestheader-allowed-names", names,
                "requestheader-username-headers", "[\"X-Remote-User\"]",
                "requestheader-group-headers", "[\"X-Remote-Group\"]",
                "requestheader-extra-headers-prefix", "[\"X-Remote-Extra-\"]"));
    }

    /** With the certificate in a folder, or with none. */
    private HttpClient client(String name) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(
                name.isEmpty() ? null : new KeyManager[] {new CertificateFiles(folder.resolve(name)).keys()},
                new TrustManager[] {new CertificateFiles(folder.resolve("server")).trust()},
                null);
        return HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private HttpResponse<String> put(HttpClient client, String... headers) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + START))
                        .headers(headers)
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }
}
