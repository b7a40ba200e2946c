package dev.yadori.service.events;

import dev.yadori.service.events.EventOrigin.Told;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/**
 * Events that are told once each. Their names follow from what they say, so that a process that has forgotten what it told
 * is refused by the API server. Needs to create events, no more.
 */
public final class SingleEvents implements EventRecorder {
    private static final int REMEMBERED = 2_000;

    private final KubernetesClient client;
    private final EventOrigin origin;
    private final InstantSource clock;
    private final EventQueue queue = new EventQueue();
    private final Map<Told, Boolean> told = new Recent<>(REMEMBERED);

    public SingleEvents(KubernetesClient client, EventOrigin origin, InstantSource clock) {
        this.client = client;
        this.origin = origin;
        this.clock = clock;
    }

    @Override
    public void normal(HasMetadata about, String reason, String message) {
        record(about, Told.normal(about, reason, message));
    }

    @Override
    public void warning(HasMetadata about, String reason, String message) {
        record(about, Told.warning(about, reason, message));
    }

    private void record(HasMetadata about, Told say) {
        synchronized (told) {
            if (told.put(say, true) != null) {
                return;
            }
        }
        var event = origin.event(about, say, clock.instant());
        event.getMetadata().setName(name(about, say));
        queue.add(about, say, () -> create(event));
    }

    private void create(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException refusal) {
            if (!ApiRefusal.isConflict(refusal)) {
                throw refusal;
            }
        }
    }

    static String name(HasMetadata about, Told said) {
        var content = said.uid() + "/" + said.reason() + "/" + said.message();
        return about.getMetadata().getName() + "." + UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
    }
}
