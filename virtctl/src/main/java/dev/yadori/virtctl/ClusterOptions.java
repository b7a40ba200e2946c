package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.Access;
import dev.yadori.virtctl.cluster.Wishes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, and which namespace of it: the flags that each command has. */
final class ClusterOptions {

    @Option(
            names = {"-n", "--namespace"},
            description = "The namespace; otherwise that of the kubeconfig.")
    private @Nullable String namespace;

    @Option(names = "--kubeconfig", description = "The kubeconfig; otherwise that of KUBECONFIG or ~/.kube/config.")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", description = "The context of the kubeconfig; otherwise the one it names.")
    private @Nullable String context;

    /** The same flags for another call of this program, but for the namespace. */
    List<String> sameCluster() {
        List<String> flags = new ArrayList<>();
        if (kubeconfig != null) {
            flags.add("--kubeconfig=" + kubeconfig.toAbsolutePath());
        }
        if (context != null) {
            flags.add("--context=" + context);
        }
        return flags;
    }

    /** The namespace that is meant where a target names none. */
    String namespaceInForce() {
        return namespace == null ? access().namespace() : namespace;
    }

    SubresourceClient connect() {
        return new SubresourceClient(access());
    }

    private Access access() {
        return Access.find(
                new Wishes(
                        Optional.ofNullable(kubeconfig),
                        Optional.ofNullable(context),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.ofNullable(namespace),
                        Map.of()),
                Main.SURROUNDINGS);
    }
}
