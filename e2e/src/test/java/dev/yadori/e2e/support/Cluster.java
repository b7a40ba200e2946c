package dev.yadori.e2e.support;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The cluster under test, the one that the environment variable KUBECONFIG names. A test class that lacks it fails. */
public final class Cluster implements BeforeAllCallback, AfterAllCallback {
    private @Nullable KubernetesClient client;

    @Override
    public void beforeAll(ExtensionContext context) {
        client = connect(System.getenv("KUBECONFIG"));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (client != null) {
            client.close();
        }
    }

    public KubernetesClient client() {
        if (client == null) {
            throw new IllegalStateException("the cluster is there from @BeforeAll to @AfterAll");
        }
        return client;
    }

    public List<Node> nodes() {
        return client().nodes().list().getItems();
    }

    /** What the label kubernetes.io/hostname of each node says, in a fixed order: tests pin pods by it. */
    public List<String> hostnames() {
        return nodes().stream()
                .map(node -> node.getMetadata().getLabels().get("kubernetes.io/hostname"))
                .sorted()
                .toList();
    }

    private static KubernetesClient connect(@Nullable String kubeconfig) {
        if (kubeconfig == null || kubeconfig.isBlank()) {
            throw new NoClusterException("KUBECONFIG is not set: these tests need a cluster ('make up' starts one)");
        }
        var file = new File(kubeconfig);
        if (!file.canRead()) {
            throw new NoClusterException("KUBECONFIG names " + file + ", which cannot be read");
        }
        var config = Config.fromKubeconfig(file);
        // A test that fails after the default ten retries has waited for minutes and says no more than after three.
        config.setRequestRetryBackoffLimit(3);
        return answering(new KubernetesClientBuilder().withConfig(config).build());
    }

    private static KubernetesClient answering(KubernetesClient client) {
        try {
            client.getKubernetesVersion();
            return client;
        } catch (KubernetesClientException e) {
            client.close();
            throw new NoClusterException(
                    "the cluster at " + client.getMasterUrl() + " does not answer: " + rootCause(e));
        }
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }
}
