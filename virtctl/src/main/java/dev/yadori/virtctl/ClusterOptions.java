package dev.yadori.virtctl;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, and which namespace of it: the flags that each command has. */
final class ClusterOptions {

    @Option(
            names = {"-n", "--namespace"},
            description = "The namespace; otherwise that of the kubeconfig.")
    private @Nullable String namespace;

    @Option(names = "--kubeconfig", description = "The kubeconfig; otherwise that of KUBECONFIG or ~/.kube/config.")
    private @Nullable File kubeconfig;

    @Option(names = "--context", description = "The context of the kubeconfig; otherwise the one it names.")
    private @Nullable String context;

    /** The same flags for another call of this program, but for the namespace. */
    List<String> sameCluster() {
        List<String> flags = new ArrayList<>();
        if (kubeconfig != null) {
            flags.add("--kubeconfig=" + kubeconfig.getAbsolutePath());
        }
        if (context != null) {
            flags.add("--context=" + context);
        }
        return flags;
    }

    /** The namespace that is meant where a target names none. */
    String namespaceInForce() {
        String inForce = namespace == null ? config().getNamespace() : namespace;
        return inForce == null ? "default" : inForce;
    }

    SubresourceClient connect() {
        // A stream lasts as long as its user wants.
        Config config = new ConfigBuilder(config()).withRequestTimeout(0).build();
        return new SubresourceClient(config, namespace == null ? config.getNamespace() : namespace);
    }

    private Config config() {
        return kubeconfig == null ? Config.autoConfigure(context) : Config.fromKubeconfig(context, kubeconfig);
    }
}
