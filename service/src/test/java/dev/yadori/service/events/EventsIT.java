package dev.yadori.service.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.yadori.service.kubernetes.KubernetesAccess;
import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubeApiServerExtension.class)
class EventsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final EventOrigin ORIGIN = EventOrigin.ofNode("test", "node-a");

    @Test
    void repeatedEventIsCountedAndOneThatWasDroppedComesAnew(KubeApiServer server) {
        var about = object(server, "events-counted");
        try (var client = KubernetesAccess.connect(server.config())) {
            var events = new CountedEvents(client, ORIGIN, InstantSource.system());

            events.normal(about, "Started", "it began");
            events.warning(about, "Failed", "it broke");
            events.warning(about, "Failed", "it broke");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(seen(server, about))
                            .extracting(Event::getType, Event::getReason, Event::getMessage, Event::getCount)
                            .containsExactlyInAnyOrder(
                                    tuple("Normal", "Started", "it began", 1),
                                    tuple("Warning", "Failed", "it broke", 2)));

            server.client()
                    .v1()
                    .events()
                    .inNamespace(about.getMetadata().getNamespace())
                    .delete();
            events.warning(about, "Failed", "it broke");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(seen(server, about))
                            .singleElement()
                            .satisfies(event -> assertThat(event.getCount()).isEqualTo(1))
                            .satisfies(event -> assertThat(
                                            event.getInvolvedObject().getName())
                                    .isEqualTo("guest")));
        }
    }

    @Test
    void whatWasToldIsNotToldAgainByAProcessThatForgot(KubeApiServer server) {
        var about = object(server, "events-single");
        try (var client = KubernetesAccess.connect(server.config())) {
            var former = new SingleEvents(client, ORIGIN, InstantSource.system());
            former.normal(about, "Started", "it began");
            former.normal(about, "Started", "it began");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(seen(server, about)).hasSize(1));

            var restarted = new SingleEvents(client, ORIGIN, InstantSource.system());
            restarted.normal(about, "Started", "it began");
            restarted.warning(about, "Failed", "it broke");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(seen(server, about))
                            .extracting(
                                    Event::getReason,
                                    Event::getCount,
                                    event -> event.getSource().getHost())
                            .containsExactlyInAnyOrder(tuple("Started", 1, "node-a"), tuple("Failed", 1, "node-a")));
        }
    }

    private static HasMetadata object(KubeApiServer server, String namespace) {
        server.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        return new PodBuilder()
                .withNewMetadata()
                .withName("guest")
                .withNamespace(namespace)
                .withUid("some-uid")
                .endMetadata()
                .build();
    }

    private static List<Event> seen(KubeApiServer server, HasMetadata about) {
        return server.client()
                .v1()
                .events()
                .inNamespace(about.getMetadata().getNamespace())
                .list()
                .getItems();
    }
}
