package dev.yadori.service.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class HealthServerTest {

    @Test
    void readinessIsAskedForEachTimeAndApartFromLife() throws Exception {
        var ready = new AtomicBoolean();
        try (HealthServer server = HealthServer.start(0, () -> true, ready::get)) {
            assertThat(status(server, "/livez")).isEqualTo(200);
            assertThat(status(server, "/readyz")).isEqualTo(503);

            ready.set(true);

            assertThat(status(server, "/readyz")).isEqualTo(200);
        }
    }

    private static int status(HealthServer server, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
