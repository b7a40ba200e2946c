package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of guests, each told once. Its name follows from what it says, so that a process that has forgotten what it told
 * is refused by the API server.
 */
public final class GuestEvents {
    private static final Logger LOG = LoggerFactory.getLogger(GuestEvents.class);
    private static final String COMPONENT = "virt-handler";
    private static final int LONGEST_MESSAGE = 1000;
    private static final int REMEMBERED = 2000;
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final String node;
    private final Executor executor;
    private final InstantSource clock;
    private final Set<String> told = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    /**
     * Events of one node.
     *
     * @param executor that writes, so that no guest waits for it
     */
    public GuestEvents(KubernetesClient client, String node, Executor executor, InstantSource clock) {
        this.client = client;
        this.node = node;
        this.executor = executor;
        this.clock = clock;
    }

    void tell(VirtualMachineInstance about, VmiAction.Emit event) {
        var name = name(about, event);
        if (told.add(name)) {
            var made = event(about, event, name);
            executor.execute(() -> write(made));
        }
    }

    private void write(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != CONFLICT && !isEnding(failure)) {
                LOG.atWarn()
                        .addKeyValue("namespace", event.getMetadata().getNamespace())
                        .addKeyValue("name", event.getInvolvedObject().getName())
                        .addKeyValue("reason", event.getReason())
                        .addKeyValue("code", failure.getCode())
                        .log("event lost");
            }
        }
    }

    /** In a namespace that is being deleted nobody reads any more. */
    private static boolean isEnding(KubernetesClientException failure) {
        return failure.getCode() == NOT_FOUND
                || Optional.ofNullable(failure.getStatus())
                        .map(Status::getDetails)
                        .map(StatusDetails::getCauses)
                        .orElse(List.of())
                        .stream()
                        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
    }

    static String name(VirtualMachineInstance about, VmiAction.Emit event) {
        var meta = about.getMetadata();
        var content = meta.getUid() + "/" + event.reason() + "/" + event.message();
        return meta.getName() + "." + UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
    }

    private Event event(VirtualMachineInstance about, VmiAction.Emit event, String name) {
        var meta = about.getMetadata();
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var message = event.message();
        return new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(meta.getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withName(meta.getName())
                .withNamespace(meta.getNamespace())
                .withUid(meta.getUid())
                .withResourceVersion(meta.getResourceVersion())
                .endInvolvedObject()
                .withType(event.warning() ? "Warning" : "Normal")
                .withReason(event.reason())
                .withMessage(message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE))
                .withNewSource()
                .withComponent(COMPONENT)
                .withHost(node)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withReportingInstance(node)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }
}
