package dev.yadori.service.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.yadori.service.kubernetes.KubernetesAccess;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigWatchTest {
    private static final String REFUSED = """
            {"kind":"Status","apiVersion":"v1","status":"Failure","message":"storage is (re)initializing",
             "reason":"TooManyRequests","code":429}""";
    private static final String LIST = """
            {"kind":"KubeVirtList","apiVersion":"kubevirt.io/v1","metadata":{"resourceVersion":"7"},"items":[
             {"kind":"KubeVirt","apiVersion":"kubevirt.io/v1","metadata":{"name":"kubevirt","namespace":"yadori","uid":"u",
              "resourceVersion":"5"},"spec":{"configuration":{"cpuModel":"Haswell"}}}]}""";

    private final AtomicInteger lists = new AtomicInteger();
    private HttpServer api;

    @BeforeEach
    void start() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        api.createContext("/apis/kubevirt.io/v1/namespaces/yadori/kubevirts", this::answer);
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void listThatIsRefusedIsAskedForUntilItComes() throws Exception {
        var config = new ConfigInForce();
        try (var client = KubernetesAccess.connect(impatient(api.getAddress().getPort()));
                var watch = ConfigWatch.start(client, "yadori", config)) {

            watch.firstList().toCompletableFuture().get(30, TimeUnit.SECONDS);

            assertThat(lists).hasValueGreaterThan(2);
            assertThat(config.get().guestDefaults().cpuModel()).isEqualTo("Haswell");
        }
    }

    /** A client that tries nothing twice by itself. */
    private static Config impatient(int port) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port)
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")) {
            watch(exchange);
            return;
        }
        boolean refused = lists.incrementAndGet() <= 2;
        byte[] body = (refused ? REFUSED : LIST).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(refused ? 429 : 200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    /** No web socket, and then a stream of which nothing comes. */
    private static void watch(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Upgrade")) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        } else {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
        }
    }
}
