package dev.yadori.controller.events;

import dev.yadori.controller.patch.ApiRefusal;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes events of core/v1 behind the back of the caller, in their order. One that repeats is counted on the first, as
 * kubectl shows it; a queue that is full drops what comes.
 */
public final class KubernetesEvents implements EventRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesEvents.class);
    private static final int QUEUE = 1_000;
    private static final int REMEMBERED = 500;
    private static final int LONGEST_MESSAGE = 1_000;
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final String component;
    private final String instance;
    private final InstantSource clock;
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofVirtual().name("events").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    /** Used by the one thread of the writer only. */
    private final Map<Key, Written> written = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Written> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * A recorder for one source of events.
     *
     * @param component that events name as their source
     * @param instance of the process
     */
    public KubernetesEvents(KubernetesClient client, String component, String instance, InstantSource clock) {
        this.client = client;
        this.component = component;
        this.instance = instance;
        this.clock = clock;
    }

    @Override
    public void normal(HasMetadata about, String reason, String message) {
        record(about, "Normal", reason, message);
    }

    @Override
    public void warning(HasMetadata about, String reason, String message) {
        record(about, "Warning", reason, message);
    }

    private void record(HasMetadata about, String type, String reason, String message) {
        var now = clock.instant();
        writer.execute(
                () -> write(about, new Key(about.getMetadata().getUid(), type, reason, shortened(message)), now));
    }

    private void write(HasMetadata about, Key key, Instant now) {
        try {
            var former = written.get(key);
            written.put(key, former == null ? create(about, key, now) : count(about, key, former, now));
        } catch (KubernetesClientException e) {
            LOG.atLevel(ApiRefusal.isEndOfNamespace(e) ? Level.DEBUG : Level.WARN)
                    .addKeyValue("reason", key.reason())
                    .addKeyValue("object", about.getMetadata().getName())
                    .addKeyValue("error", e.getMessage())
                    .log("event lost");
        }
    }

    private Written count(HasMetadata about, Key key, Written former, Instant now) {
        int count = former.count() + 1;
        var patch = client.getKubernetesSerialization().asJson(Map.of("count", count, "lastTimestamp", timestamp(now)));
        try {
            // By an object: by its name alone the client would read it first, which this account may not.
            client.resource(former.event()).patch(MERGE, patch);
            return new Written(former.event(), count);
        } catch (KubernetesClientException e) {
            // Events are dropped by the API server after an hour.
            if (ApiRefusal.isNotFound(e)) {
                return create(about, key, now);
            }
            throw e;
        }
    }

    private Written create(HasMetadata about, Key key, Instant now) {
        var created = client.resource(event(about, key, timestamp(now))).create();
        return new Written(identityOf(created), 1);
    }

    private Event event(HasMetadata about, Key key, String now) {
        var metadata = about.getMetadata();
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName(metadata.getName() + ".")
                .withNamespace(namespace(about))
                .endMetadata()
                .withInvolvedObject(new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withName(metadata.getName())
                        .withNamespace(metadata.getNamespace())
                        .withUid(metadata.getUid())
                        .withResourceVersion(metadata.getResourceVersion())
                        .build())
                .withType(key.type())
                .withReason(key.reason())
                .withMessage(key.message())
                .withNewSource()
                .withComponent(component)
                .endSource()
                .withReportingComponent(component)
                .withReportingInstance(instance)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }

    private static Event identityOf(Event event) {
        return new EventBuilder()
                .withNewMetadata()
                .withName(event.getMetadata().getName())
                .withNamespace(event.getMetadata().getNamespace())
                .endMetadata()
                .build();
    }

    private static String namespace(HasMetadata about) {
        var namespace = about.getMetadata().getNamespace();
        return namespace == null ? "default" : namespace;
    }

    private static String timestamp(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }

    private record Key(String uid, String type, String reason, String message) {}

    private record Written(Event event, int count) {}
}
