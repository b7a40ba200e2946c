package dev.yadori.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubeApiServerExtension.class)
class KubernetesAccessIT {

    @Test
    void whoWroteWhichFieldIsNotKeptAndNotWiped(KubeApiServer server) {
        try (var client = KubernetesAccess.connect(server.config())) {
            var made = client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("fields")
                            .withNamespace("default")
                            .endMetadata()
                            .addToData("a", "1")
                            .build())
                    .create();
            assertThat(made.getMetadata().getManagedFields()).isEmpty();

            made.getData().put("a", "2");
            client.resource(made).update();

            var stored = server.client().resource(made).get();
            assertThat(stored.getData()).containsEntry("a", "2");
            assertThat(stored.getMetadata().getManagedFields()).isNotEmpty();
        }
    }

    /** As it is after each restart of the API server, for watches that had no news for a while: they have to begin anew. */
    @Test
    void watchOfAVersionThatIsTooOldEnds(KubeApiServer server) throws Exception {
        var end = new CompletableFuture<WatcherException>();
        try (var client = KubernetesAccess.connect(server.config())) {
            var objects = client.resources(KubeVirt.class).inAnyNamespace();
            // Until its cache is filled, the API server refuses what is asked of it: 429.
            Awaitility.await()
                    .ignoreException(KubernetesClientException.class)
                    .until(() -> objects.list(new ListOptionsBuilder()
                                    .withResourceVersion("0")
                                    .build())
                            != null);

            objects.withResourceVersion("1").watch(ended(end));

            assertThat(end.get(1, TimeUnit.MINUTES).isHttpGone()).isTrue();
        }
    }

    private static <T> Watcher<T> ended(CompletableFuture<WatcherException> end) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, T object) {}

            @Override
            public void onClose(WatcherException cause) {
                end.complete(cause);
            }
        };
    }

    @Test
    void connectionThatWentSilentIsReplaced(KubeApiServer server) throws IOException {
        int port = URI.create(server.config().getMasterUrl()).getPort();
        // Each time that the clock is looked at, half an hour is over.
        var time = new AtomicReference<>(Instant.EPOCH);
        var noticed = new AtomicBoolean();
        var cutOff =
                new CutOff(() -> time.updateAndGet(now -> now.plus(Duration.ofMinutes(30))), () -> noticed.set(true));
        try (var network = SilentNetwork.to(port);
                var client = KubernetesAccess.connect(
                        new ConfigBuilder(server.config())
                                .withMasterUrl("https://127.0.0.1:" + network.port())
                                .withRequestTimeout(3_000)
                                .withRequestRetryBackoffLimit(1)
                                .build(),
                        List.of(cutOff))) {
            assertThat(client.namespaces().withName("default").get()).isNotNull();
            int before = network.connections();

            network.silence();

            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .ignoreException(KubernetesClientException.class)
                    .until(() -> client.namespaces().withName("default").get() != null);
            assertThat(network.connections()).isGreaterThan(before);
            assertThat(noticed).isTrue();
        }
    }
}
