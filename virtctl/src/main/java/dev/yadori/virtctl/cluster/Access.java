package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One API server, and who asks it.
 *
 * @param namespace that is meant where nobody names one
 * @param server without a slash at its end
 * @param proxy in between
 */
public record Access(String namespace, URI server, Optional<URI> proxy, Trust trust, Caller caller) {

    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final String DEFAULT = "default";

    /** What the flags, the kubeconfigs, or the pod that this runs in say. */
    public static Access find(Wishes wishes, Surroundings surroundings) {
        return Kubeconfig.find(wishes.kubeconfig(), surroundings)
                .map(kubeconfig -> of(kubeconfig, wishes, surroundings))
                .orElseGet(() -> inside(wishes, surroundings));
    }

    private static Access of(Kubeconfig kubeconfig, Wishes wishes, Surroundings surroundings) {
        Kubeconfig.Part context = kubeconfig.context(wishes.context());
        Kubeconfig.Part cluster = wishes.forCluster(kubeconfig.of(context, "cluster", wishes.cluster()));
        Kubeconfig.Part user =
                wishes.user().isEmpty() && context.tree().word("user").isEmpty()
                        ? wishes.forUser(new Kubeconfig.Part(context.file(), "flags", new Tree(Map.of())))
                        : wishes.forUser(kubeconfig.of(context, "user", wishes.user()));
        return of(
                wishes.namespace()
                        .or(() -> context.tree().at("namespace").text().filter(name -> !name.isEmpty())),
                cluster,
                user,
                surroundings);
    }

    private static Access of(
            Optional<String> namespace, Kubeconfig.Part cluster, Kubeconfig.Part user, Surroundings surroundings) {
        URI server = url(cluster, "server");
        Optional<URI> proxy = cluster.tree().word("proxy-url").isEmpty()
                ? Proxies.of(server, surroundings)
                : Optional.of(url(cluster, "proxy-url"));
        return new Access(
                namespace.orElse(DEFAULT),
                server,
                proxy,
                Trust.of(cluster, surroundings),
                Caller.of(user, cluster, surroundings));
    }

    private static URI url(Kubeconfig.Part cluster, String field) {
        String written = cluster.tree().word(field);
        try {
            URI uri = URI.create(written.contains("://") ? written : "https://" + written);
            if (!written.isEmpty() && uri.getHost() != null) {
                return URI.create(uri.toString().replaceFirst("/+$", ""));
            }
        } catch (IllegalArgumentException e) {
            throw new UnreachableException(cluster.name(field) + " is no address: " + e.getMessage());
        }
        throw new UnreachableException(cluster.name(field) + " '" + written + "' is no address of a server");
    }

    /** Of the pod's account. */
    private static Access inside(Wishes wishes, Surroundings surroundings) {
        Optional<String> host = surroundings.variable("KUBERNETES_SERVICE_HOST");
        boolean told = wishes.fields().containsKey("server");
        if (!told && (host.isEmpty() || !Files.exists(ACCOUNT.resolve("token")))) {
            throw new UnreachableException("no cluster is known: there is no file at KUBECONFIG or ~/.kube/config");
        }
        Map<String, Object> cluster = new HashMap<>();
        Map<String, Object> user = new HashMap<>();
        Optional<String> namespace = wishes.namespace();
        if (!told) {
            String name = host.orElseThrow();
            cluster.put(
                    "server",
                    "https://" + (name.contains(":") ? "[" + name + "]" : name) + ":"
                            + surroundings.variable("KUBERNETES_SERVICE_PORT").orElse("443"));
            cluster.put("certificate-authority", ACCOUNT.resolve("ca.crt").toString());
            user.put("tokenFile", ACCOUNT.resolve("token").toString());
            namespace = namespace.or(() -> Optional.of(Secrets.read(ACCOUNT.resolve("namespace"), "the account")));
        }
        return of(
                namespace,
                wishes.forCluster(new Kubeconfig.Part(ACCOUNT, "cluster", new Tree(cluster))),
                wishes.forUser(new Kubeconfig.Part(ACCOUNT, "user", new Tree(user))),
                surroundings);
    }

    boolean isEncrypted() {
        return !"http".equals(server.getScheme());
    }

    String host() {
        return Objects.requireNonNull(server.getHost()).replaceAll("[\\[\\]]", "");
    }

    int port() {
        return server.getPort() > 0 ? server.getPort() : isEncrypted() ? 443 : 80;
    }
}
