package dev.yadori.service.events;

import dev.yadori.service.events.EventOrigin.Told;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Events that are counted on the first when they repeat, as kubectl shows it. Needs to create and patch events. */
public final class CountedEvents implements EventRecorder {
    private static final int REMEMBERED = 500;
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final EventOrigin origin;
    private final InstantSource clock;
    private final EventQueue queue = new EventQueue();
    /** Used by the one thread of the queue only. */
    private final Map<Told, Written> written = new Recent<>(REMEMBERED);

    public CountedEvents(KubernetesClient client, EventOrigin origin, InstantSource clock) {
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

    private void record(HasMetadata about, Told told) {
        var now = clock.instant();
        queue.add(about, told, () -> write(about, told, now));
    }

    private void write(HasMetadata about, Told told, Instant now) {
        var former = written.get(told);
        written.put(told, former == null ? create(about, told, now) : count(about, told, former, now));
    }

    private Written count(HasMetadata about, Told told, Written former, Instant now) {
        int count = former.count() + 1;
        var patch = client.getKubernetesSerialization()
                .asJson(Map.of("count", count, "lastTimestamp", EventOrigin.timestamp(now)));
        try {
            // By an object: by its name alone the client would read it first, which an account may not.
            client.resource(former.event()).patch(MERGE, patch);
            return new Written(former.event(), count);
        } catch (KubernetesClientException e) {
            // Events are dropped by the API server after an hour.
            if (ApiRefusal.isNotFound(e)) {
                return create(about, told, now);
            }
            throw e;
        }
    }

    private Written create(HasMetadata about, Told told, Instant now) {
        var event = origin.event(about, told, now);
        event.getMetadata().setGenerateName(about.getMetadata().getName() + ".");
        return new Written(identityOf(client.resource(event).create()), 1);
    }

    private static Event identityOf(Event event) {
        return new EventBuilder()
                .withNewMetadata()
                .withName(event.getMetadata().getName())
                .withNamespace(event.getMetadata().getNamespace())
                .endMetadata()
                .build();
    }

    private record Written(Event event, int count) {}
}
