package dev.yadori.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.api.admission.Fault;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.admission.SpecReader;
import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.LocalServer;
import dev.yadori.testkit.TestAuthority;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookServerTest {

    private static final String REVIEW = """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",
             "request":{"uid":"u1","operation":"CREATE","namespace":"n","name":"web","dryRun":true,
                        "object":{"metadata":{"name":"web"}}}}""";

    private final TestAuthority authority = new TestAuthority();

    @TempDir
    private Path folder;

    private LocalServer server;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        authority.issue(folder, "virt-api", 7);
        Admission refuse =
                request -> AdmissionAnswer.of(List.of(new Fault(FieldPath.SPEC, Fault.Kind.REQUIRED, "must be given")));
        Admission fail = request -> {
            throw new IllegalStateException("secret words");
        };
        server = LocalServer.start(
                folder,
                new WebhookEndpoint(
                        Map.of("/allow", request -> AdmissionAnswer.ALLOWED, "/refuse", refuse, "/fail", fail),
                        request -> ApiAnswer.text(404, "none")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aReviewIsAnswered() throws Exception {
        HttpResponse<String> response = post("/allow", REVIEW);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
                        + "\"response\":{\"uid\":\"u1\",\"allowed\":true}}");
    }

    @Test
    void aRefusalNamesFieldAndCause() throws Exception {
        JsonNode response =
                SpecReader.JSON.readTree(post("/refuse", REVIEW).body()).path("response");

        assertThat(response.path("allowed").asBoolean(true)).isFalse();
        assertThat(response.at("/status/message").asText()).isEqualTo("spec: must be given");
        assertThat(response.at("/status/details/causes/0/field").asText()).isEqualTo("spec");
    }

    @Test
    void aReplacedCertificateIsShownWithoutARestart() throws Exception {
        assertThat(shownSerial()).isEqualTo(7);

        authority.issue(folder, "virt-api", "RSA", 8);

        assertThat(shownSerial()).isEqualTo(8);
    }

    @Test
    void aFaultOfOursIsAnErrorThatTellsNothing() throws Exception {
        HttpResponse<String> response = post("/fail", REVIEW);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void whatIsNoReviewIsRefused() throws Exception {
        assertThat(post("/allow", "{").statusCode()).isEqualTo(400);
        assertThat(post("/allow", "{}").body()).isEqualTo("must be an AdmissionReview of admission.k8s.io/v1\n");
        assertThat(post("/allow", REVIEW.replace("u1", "")).body()).isEqualTo("request.uid must be given\n");
        assertThat(post("/allow", REVIEW.replace("CREATE", "WIPE")).statusCode())
                .isEqualTo(400);
        assertThat(post("/none", REVIEW).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyPostIsAnswered() throws Exception {
        HttpResponse<String> response = send(request("/allow").GET());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void aBodyIsBounded() throws Exception {
        assertThat(post("/allow", " ".repeat(WebhookEndpoint.MOST_BYTES - REVIEW.length()) + REVIEW)
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/allow", " ".repeat(WebhookEndpoint.MOST_BYTES) + REVIEW)
                        .statusCode())
                .isEqualTo(413);
    }

    private long shownSerial() throws Exception {
        HttpResponse<String> response = post("/allow", REVIEW);
        X509Certificate shown =
                (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
        BigInteger serial = shown.getSerialNumber();
        return serial.longValue();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    /** A client a request, so that each has a handshake of its own. */
    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(authority.trust()).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
