package dev.yadori.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.yadori.service.health.HealthServer;
import dev.yadori.service.kubernetes.KubernetesAccess;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ServiceMetricsTest {
    private final AtomicBoolean ready = new AtomicBoolean();
    private final ServiceMetrics metrics = ServiceMetrics.of("virt-api", ready::get);

    @Test
    void stateIsLookedAtWhenAsked() {
        assertThat(metrics.scrape()).contains("kubevirt_virt_api_ready_status 0.0");

        ready.set(true);

        assertThat(metrics.scrape())
                .contains("kubevirt_virt_api_ready_status 1.0")
                .contains("yadori_build_info{component=\"virt-api\",version=\"unpackaged\"} 1")
                .containsPattern("process_resident_memory_bytes [1-9]");
    }

    @Test
    void requestsAreCountedByAnswer() throws Exception {
        var api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        api.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + api.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        try (var client = KubernetesAccess.connect(config, List.of(new RestRequests(metrics.registry())))) {
            Assertions.assertThatThrownBy(
                            () -> client.namespaces().withName("a").get())
                    .isInstanceOf(KubernetesClientException.class);
        } finally {
            api.stop(0);
        }

        assertThat(metrics.scrape()).contains("rest_client_requests_total{code=\"403\",method=\"GET\"} 1.0");
    }

    @Test
    void figuresAreServedBesideTheHealth() throws Exception {
        try (var server = HealthServer.start(0, () -> true, ready::get);
                var http = HttpClient.newHttpClient()) {
            server.page("/metrics", metrics::scrape);

            var answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.body()).contains("# TYPE yadori_build_info gauge");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
        }
    }
}
