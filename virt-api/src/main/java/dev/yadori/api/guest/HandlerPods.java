package dev.yadori.api.guest;

import dev.yadori.crds.v1.KubeVirtLabels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.Optional;

/** The pods of virt-handler in the system's namespace, watched. */
public final class HandlerPods implements HandlerDirectory, AutoCloseable {

    private static final String COMPONENT = "virt-handler";
    private static final int PORT = 8186;

    private final SharedIndexInformer<Pod> pods;

    private HandlerPods(SharedIndexInformer<Pod> pods) {
        this.pods = pods;
    }

    /** Starts to watch, and goes on trying while the API server is away. */
    public static HandlerPods watch(KubernetesClient client, String namespace) {
        SharedIndexInformer<Pod> pods = client.pods()
                .inNamespace(namespace)
                .withLabel(KubeVirtLabels.COMPONENT, COMPONENT)
                .runnableInformer(0);
        pods.exceptionHandler((_, _) -> true);
        var _ = pods.start();
        return new HandlerPods(pods);
    }

    @Override
    public Optional<InetSocketAddress> find(String node) {
        return pods.getStore().list().stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .filter(HandlerPods::isReady)
                .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .map(pod -> new InetSocketAddress(pod.getStatus().getPodIP(), PORT));
    }

    @Override
    public void close() {
        pods.close();
    }

    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getPodIP() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }
}
