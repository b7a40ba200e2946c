package dev.yadori.e2e.support;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * A namespace that belongs to one test class. It is deleted with all that is in it when the class has ended, and a class
 * whose namespace does not go away fails. What was in it when a test failed is kept by {@link FailureArtifacts}.
 */
public final class ClusterNamespace
        implements BeforeAllCallback, AfterAllCallback, TestWatcher, LifecycleMethodExecutionExceptionHandler {
    private static final int START_SECONDS = 120;
    private static final int DELETE_SECONDS = 120;

    private final Cluster cluster = new Cluster();
    private @Nullable String name;

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster.beforeAll(context);
        var created = nameFor(context.getRequiredTestClass());
        var namespace =
                new NamespaceBuilder().withNewMetadata().withName(created).endMetadata();
        client().resource(namespace.build()).create();
        name = created;
        // Before its account exists, the API server refuses each pod of a new namespace.
        client().serviceAccounts()
                .inNamespace(created)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, START_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (name != null) {
            var namespace = client().namespaces().withName(name);
            namespace.delete();
            namespace.waitUntilCondition(Objects::isNull, DELETE_SECONDS, TimeUnit.SECONDS);
        }
        cluster.afterAll(context);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        FailureArtifacts.keep(client(), name(), context);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        FailureArtifacts.keep(client(), name(), context);
        throw failure;
    }

    public String name() {
        if (name == null) {
            throw new IllegalStateException("the namespace is there from @BeforeAll to @AfterAll");
        }
        return name;
    }

    public KubernetesClient client() {
        return cluster.client();
    }

    public List<String> hostnames() {
        return cluster.hostnames();
    }

    /** The addresses of the cluster's DNS, of each IP version. */
    public List<String> nameServers() {
        return client()
                .services()
                .inNamespace("kube-system")
                .withLabel("k8s-app", "kube-dns")
                .list()
                .getItems()
                .stream()
                .flatMap(service -> service.getSpec().getClusterIPs().stream())
                .toList();
    }

    /** Creates an object in this namespace. */
    public <T extends HasMetadata> T create(T object) {
        return client().resource(object).inNamespace(name()).create();
    }

    /** Creates a pod in this namespace and waits until it is ready. */
    public TestPod start(Pod pod) {
        create(pod);
        var started = pod(pod.getMetadata().getName());
        started.resource().waitUntilReady(START_SECONDS, TimeUnit.SECONDS);
        return started;
    }

    /** Deletes a pod of this namespace and waits until it is gone. */
    public void stop(TestPod pod) {
        pod.resource().delete();
        pod.resource().waitUntilCondition(Objects::isNull, DELETE_SECONDS, TimeUnit.SECONDS);
    }

    /** A pod of this namespace, whether it runs or not. */
    public TestPod pod(String podName) {
        return new TestPod(client().pods().inNamespace(name()).withName(podName));
    }

    /** PodNetworkE2E becomes e2e-pod-network-3f9c2: readable, and free though an earlier run is still being deleted. */
    private static String nameFor(Class<?> testClass) {
        var words = testClass.getSimpleName().replaceFirst("E2E$", "").replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-");
        var suffix = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x10000, 0x100000));
        return "e2e-" + words.toLowerCase(Locale.ROOT) + "-" + suffix;
    }
}
