package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How often an instance is written: each write is one event of a watch. */
class WritesE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final int MOST = 4;
    private static final Duration IDLE = Duration.ofSeconds(30);

    @Test
    void startCostsFewWritesAndAnIdleGuestNone() {
        var changes = new Changes();
        try (var _ = GUESTS.vmi("counted").watch(changes)) {
            GUESTS.start(TinyGuest.vmi("counted"));
            var atStart = List.copyOf(changes.versions);

            assertThat(atStart).as("writes of a start: " + changes.describe()).hasSizeLessThanOrEqualTo(MOST);
            Awaitility.await("an idle guest is not written")
                    .during(IDLE)
                    .atMost(IDLE.plusSeconds(10))
                    .until(() -> changes.versions.equals(atStart));
        }
        GUESTS.delete("counted");
    }

    /** The versions of an object after its first. */
    private static final class Changes implements Watcher<GenericKubernetesResource> {
        private final List<String> versions = new CopyOnWriteArrayList<>();
        private final List<String> what = new CopyOnWriteArrayList<>();

        @Override
        public void eventReceived(Action action, GenericKubernetesResource instance) {
            if (action == Action.MODIFIED) {
                versions.add(instance.getMetadata().getResourceVersion());
                what.add(Optional.ofNullable(instance.<Object>get("status", "phase")) + " "
                        + instance.getMetadata().getLabels());
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            versions.add("the watch broke: " + cause.getMessage());
        }

        String describe() {
            return String.join("; ", what);
        }
    }
}
