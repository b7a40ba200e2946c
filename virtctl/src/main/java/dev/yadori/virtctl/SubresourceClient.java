package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.Access;
import dev.yadori.virtctl.cluster.Answer;
import dev.yadori.virtctl.cluster.ApiServer;
import dev.yadori.virtctl.cluster.ByteSocket;
import dev.yadori.virtctl.cluster.Tree;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Subresources of virtual machines, with the user's own credentials. */
final class SubresourceClient implements AutoCloseable {

    private static final String ROOT = "/apis/subresources.kubevirt.io/v1/";
    private static final String PROTOCOL = "plain.kubevirt.io";

    private final ApiServer server;
    private final String namespace;

    SubresourceClient(Access access) {
        this.server = new ApiServer(access);
        this.namespace = access.namespace();
    }

    String namespace() {
        return namespace;
    }

    ApiServer server() {
        return server;
    }

    /** What the API says of itself. */
    Tree document(String name) {
        return server.get(ROOT + name).tree();
    }

    Tree get(Target target, String subresource) {
        return server.get(path(target, subresource)).tree();
    }

    /** The same, of what these options choose. */
    Tree get(Target target, String subresource, Map<String, Object> options) {
        return server.ask("GET", path(target, subresource), Optional.of(options))
                .orRefusal()
                .tree();
    }

    /** An answer that is no text. */
    byte[] bytes(Target target, String subresource) {
        return server.get(path(target, subresource)).orRefusal().body();
    }

    void put(Target target, String subresource, Map<String, Object> options) {
        Answer answer = server.ask("PUT", path(target, subresource), Optional.of(options));
        var _ = answer.orRefusal();
    }

    /**
     * Opens a stream.
     *
     * @throws UnreachableException with the words of the API, when it refuses
     */
    ByteSocket open(Target target, String subresource) {
        return server.open(path(target, subresource), PROTOCOL);
    }

    /** The namespace of this one. */
    String place(Target target) {
        return Objects.requireNonNullElse(target.namespace(), namespace);
    }

    private String path(Target target, String subresource) {
        return ROOT + "namespaces/" + place(target) + "/" + target.resource() + "/" + target.name() + "/" + subresource;
    }

    @Override
    public void close() {
        server.close();
    }
}
