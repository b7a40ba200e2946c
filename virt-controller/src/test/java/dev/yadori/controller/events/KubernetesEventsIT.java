package dev.yadori.controller.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineSpec;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
class KubernetesEventsIT {

    private static final String NAMESPACE = "events-it";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void repeatedEventIsCountedAndOneThatWasDroppedComesAnew(KubeApiServer server) {
        var admin = server.admin();
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        var about = machine();
        try (var client = server.asVirtController()) {
            var events = new KubernetesEvents(client, "test", "test-0", InstantSource.system());

            events.normal(about, "Started", "it began");
            events.warning(about, "Failed", "it broke");
            events.warning(about, "Failed", "it broke");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(seen(server))
                            .extracting(Event::getType, Event::getReason, Event::getMessage, Event::getCount)
                            .containsExactlyInAnyOrder(
                                    tuple("Normal", "Started", "it began", 1),
                                    tuple("Warning", "Failed", "it broke", 2)));

            admin.v1().events().inNamespace(NAMESPACE).delete();
            events.warning(about, "Failed", "it broke");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(seen(server))
                            .singleElement()
                            .satisfies(event -> assertThat(event.getCount()).isEqualTo(1))
                            .satisfies(event -> assertThat(
                                            event.getInvolvedObject().getName())
                                    .isEqualTo("guest")));
        }
    }

    private static VirtualMachine machine() {
        var metadata = new ObjectMetaBuilder()
                .withName("guest")
                .withNamespace(NAMESPACE)
                .withUid("some-uid")
                .build();
        return new VirtualMachine(metadata, new VirtualMachineSpec(null, null, null, null, null, List.of(), null));
    }

    private static List<Event> seen(KubeApiServer server) {
        return server.admin().v1().events().inNamespace(NAMESPACE).list().getItems();
    }
}
