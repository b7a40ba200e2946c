package dev.yadori.virtctl;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.File;
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

    SubresourceClient connect() {
        Config config = kubeconfig == null ? Config.autoConfigure(context) : Config.fromKubeconfig(kubeconfig);
        // A stream lasts as long as its user wants.
        config = new ConfigBuilder(config).withRequestTimeout(0).build();
        return new SubresourceClient(config, namespace == null ? config.getNamespace() : namespace);
    }
}
