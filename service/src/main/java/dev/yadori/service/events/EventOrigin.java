package dev.yadori.service.events;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Whose events they are.
 *
 * @param component that events name as their source
 * @param instance of it: a pod, or a node
 * @param node where all that it tells of happens
 */
public record EventOrigin(String component, String instance, Optional<String> node) {
    private static final int LONGEST_MESSAGE = 1_000;

    /** One that tells of what happens anywhere. */
    public static EventOrigin ofCluster(String component, String instance) {
        return new EventOrigin(component, instance, Optional.empty());
    }

    /** One that tells of its own node only. */
    public static EventOrigin ofNode(String component, String node) {
        return new EventOrigin(component, node, Optional.of(node));
    }

    /** A first event of its kind, still without a name. */
    Event event(HasMetadata about, Told told, Instant at) {
        var metadata = about.getMetadata();
        var now = timestamp(at);
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(metadata.getNamespace() == null ? "default" : metadata.getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withName(metadata.getName())
                .withNamespace(metadata.getNamespace())
                .withUid(metadata.getUid())
                .withResourceVersion(metadata.getResourceVersion())
                .endInvolvedObject()
                .withType(told.type())
                .withReason(told.reason())
                .withMessage(told.message())
                .withNewSource()
                .withComponent(component)
                .withHost(node.orElse(null))
                .endSource()
                .withReportingComponent(component)
                .withReportingInstance(instance)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }

    static String timestamp(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** What is said of an object; two that are equal are the same event, once more. */
    record Told(String uid, String type, String reason, String message) {
        static Told normal(HasMetadata about, String reason, String message) {
            return new Told(about.getMetadata().getUid(), "Normal", reason, shortened(message));
        }

        static Told warning(HasMetadata about, String reason, String message) {
            return new Told(about.getMetadata().getUid(), "Warning", reason, shortened(message));
        }

        private static String shortened(String message) {
            return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
        }
    }
}
