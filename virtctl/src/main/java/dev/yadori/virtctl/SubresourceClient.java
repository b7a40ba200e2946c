package dev.yadori.virtctl;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Subresources of virtual machines, with the user's own credentials. */
final class SubresourceClient implements AutoCloseable {

    private static final String ROOT = "/apis/subresources.kubevirt.io/v1/";
    private static final String PROTOCOL = "plain.kubevirt.io";

    private final KubernetesClient client;
    private final String namespace;

    SubresourceClient(Config config, @Nullable String namespace) {
        this.client = new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(new KubernetesSerialization(new ObjectMapper(), false))
                .build();
        this.namespace = Objects.requireNonNullElse(namespace, "default");
    }

    String namespace() {
        return namespace;
    }

    KubernetesClient client() {
        return client;
    }

    /** What the API says of itself. */
    String document(String name) {
        return raw(ROOT + name, "GET", null);
    }

    String get(Target target, String subresource) {
        return raw(path(target, subresource), "GET", null);
    }

    /** An answer that is no text. */
    byte[] bytes(Target target, String subresource) {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl().toString().replaceFirst("/$", "") + path(target, subresource))
                .build();
        try {
            var answer = client.getHttpClient().sendAsync(request, byte[].class).join();
            if (answer.isSuccessful()) {
                return answer.body();
            }
            throw new UnreachableException(refusal(answer.code()));
        } catch (CompletionException e) {
            throw new UnreachableException(refusal(e.getCause()));
        }
    }

    void put(Target target, String subresource, Map<String, Object> options) {
        var _ = raw(path(target, subresource), "PUT", options);
    }

    private String raw(String path, String method, @Nullable Object body) {
        try {
            return Objects.requireNonNullElse(client.raw(path, method, body), "");
        } catch (KubernetesClientException e) {
            throw new UnreachableException(message(e));
        }
    }

    /**
     * Opens a stream.
     *
     * @throws UnreachableException with the words of the API, when it refuses
     */
    ByteSocket open(Target target, String subresource) {
        URI uri = URI.create(
                client.getMasterUrl().toString().replaceFirst("/$", "").replaceFirst("^http", "ws")
                        + path(target, subresource));
        ByteSocket socket = new ByteSocket();
        try {
            socket.joined(client.getHttpClient()
                    .newWebSocketBuilder()
                    .uri(uri)
                    .subprotocol(PROTOCOL)
                    .buildAsync(socket)
                    .join());
            return socket;
        } catch (CompletionException e) {
            throw new UnreachableException(refusal(e.getCause()));
        }
    }

    private static String refusal(@Nullable Throwable cause) {
        if (cause instanceof WebSocketHandshakeException handshake) {
            return refusal(handshake.getResponse().code());
        }
        return "the API server cannot be reached: " + (cause == null ? "" : cause.getMessage());
    }

    private static String refusal(int code) {
        return switch (code) {
            case 401, 403 -> "you may not do that (" + code + ")";
            case 404 -> "there is no such guest";
            case 400 -> "the guest does not run, or does not have that";
            case 409 -> "the guest is in a state in which that cannot be done";
            default -> "the API server answers " + code;
        };
    }

    private String path(Target target, String subresource) {
        String place = Objects.requireNonNullElse(target.namespace(), namespace);
        return ROOT + "namespaces/" + place + "/" + target.resource() + "/" + target.name() + "/" + subresource;
    }

    static String message(KubernetesClientException e) {
        return e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        client.close();
    }
}
