package dev.yadori.service.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.Optional;

/** Why the API server did not do what it was asked. */
public final class ApiRefusal {

    private static final int CLIENT_ERROR = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int SERVER_ERROR = 500;

    private ApiRefusal() {}

    /** The object is no longer what was looked at, or is there already: a cache is behind. */
    public static boolean isConflict(KubernetesClientException refusal) {
        return refusal.getCode() == CONFLICT;
    }

    public static boolean isNotFound(KubernetesClientException refusal) {
        return refusal.getCode() == NOT_FOUND;
    }

    /** The namespace is being deleted, and takes nothing new. */
    public static boolean isEndOfNamespace(KubernetesClientException refusal) {
        return refusal.getCode() == FORBIDDEN
                && Optional.ofNullable(refusal.getStatus())
                        .map(Status::getDetails)
                        .map(StatusDetails::getCauses)
                        .stream()
                        .flatMap(Collection::stream)
                        .map(StatusCause::getReason)
                        .anyMatch("NamespaceTerminating"::equals);
    }

    /** The request was understood and refused: to repeat it helps only once something else has changed. */
    public static boolean isFinal(KubernetesClientException refusal) {
        return refusal.getCode() >= CLIENT_ERROR && refusal.getCode() < SERVER_ERROR;
    }

    /** Whether the API server answered at all. */
    public static boolean isAnswer(KubernetesClientException refusal) {
        return refusal.getCode() >= CLIENT_ERROR;
    }

    /** The API server's own words, or else those of the client. */
    public static String message(KubernetesClientException refusal) {
        return Optional.ofNullable(refusal.getStatus())
                .map(Status::getMessage)
                .orElse(String.valueOf(refusal.getMessage()));
    }
}
