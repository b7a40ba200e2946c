package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One API server, and who asks it.
 *
 * @param namespace that is meant where nobody names one
 * @param server without a slash at its end
 * @param way to it
 */
public record Access(String namespace, URI server, Way way, Trust trust, Caller caller) {

    private static final String DEFAULT = "default";

    /**
     * What is between here and the server.
     *
     * @param trustInProxy of use where it is asked by TLS
     * @param timeout of one request; streams have none
     */
    record Way(Optional<URI> proxy, Trust trustInProxy, Optional<Duration> timeout) {

        private static Way through(Optional<URI> proxy, Optional<Duration> timeout, Surroundings surroundings) {
            boolean encrypted =
                    proxy.filter(address -> "https".equals(address.getScheme())).isPresent();
            return new Way(
                    proxy,
                    encrypted ? Trust.inSystem(surroundings) : new Trust(Optional.empty(), Optional.empty(), false),
                    timeout);
        }
    }

    /** What the flags, the kubeconfigs, or the pod that this runs in say. */
    public static Access find(Wishes wishes, Surroundings surroundings) {
        return Kubeconfig.find(wishes.kubeconfig(), surroundings)
                .map(kubeconfig -> of(kubeconfig, wishes, surroundings))
                .orElseGet(() -> inside(wishes, surroundings));
    }

    private static Access of(Kubeconfig kubeconfig, Wishes wishes, Surroundings surroundings) {
        Kubeconfig.Part context =
                kubeconfig.context(wishes.context(), wishes.cluster().isPresent() || wishes.namesServer());
        Kubeconfig.Part cluster = wishes.forCluster(part(kubeconfig, context, "cluster", wishes.cluster()));
        Kubeconfig.Part user = wishes.forUser(part(kubeconfig, context, "user", wishes.user()));
        return of(
                wishes.namespace()
                        .or(() -> context.tree().at("namespace").text().filter(name -> !name.isEmpty()))
                        .orElse(DEFAULT),
                cluster,
                user,
                wishes.timeout(),
                surroundings);
    }

    /** Nothing where neither a flag nor the context names one: then all is said by flags. */
    private static Kubeconfig.Part part(
            Kubeconfig kubeconfig, Kubeconfig.Part context, String kind, Optional<String> chosen) {
        return chosen.isEmpty() && context.tree().word(kind).isEmpty()
                ? new Kubeconfig.Part(context.file(), "flags", new Tree(Map.of()))
                : kubeconfig.of(context, kind, chosen);
    }

    private static Access of(
            String namespace,
            Kubeconfig.Part cluster,
            Kubeconfig.Part user,
            Optional<Duration> timeout,
            Surroundings surroundings) {
        URI server = url(cluster, "server");
        Optional<URI> proxy = cluster.tree().word("proxy-url").isEmpty()
                ? Proxies.of(server, surroundings)
                : Optional.of(url(cluster, "proxy-url"));
        return new Access(
                namespace,
                server,
                Way.through(proxy, timeout, surroundings),
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
        Path account = surroundings.account();
        Optional<String> host = surroundings.variable("KUBERNETES_SERVICE_HOST");
        boolean told = wishes.namesServer();
        if (!told && (host.isEmpty() || !Files.exists(account.resolve("token")))) {
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
            cluster.put("certificate-authority", account.resolve("ca.crt").toString());
            user.put("tokenFile", account.resolve("token").toString());
            namespace = namespace.or(() -> Optional.of(Secrets.read(account.resolve("namespace"), "the account")));
        }
        return of(
                namespace.orElse(DEFAULT),
                wishes.forCluster(new Kubeconfig.Part(account, "cluster", new Tree(cluster))),
                wishes.forUser(new Kubeconfig.Part(account, "user", new Tree(user))),
                wishes.timeout(),
                surroundings);
    }

    Optional<URI> proxy() {
        return way.proxy();
    }

    Patience patience() {
        return Patience.of(way.timeout());
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
