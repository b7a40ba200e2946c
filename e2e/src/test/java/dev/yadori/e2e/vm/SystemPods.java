package dev.yadori.e2e.vm;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.TestPod;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.stream.Collectors;

/** Yadori's own pods. */
record SystemPods(ClusterNamespace cluster) {
    static final String NAMESPACE = "yadori";

    List<Pod> pods(String component) {
        return cluster.client()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("kubevirt.io", component)
                .list()
                .getItems();
    }

    Pod podOn(String component, String node) {
        return pods(component).stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .findFirst()
                .orElseThrow();
    }

    private List<ContainerStatus> containers(String component) {
        return pods(component).stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .toList();
    }

    int restarts(String component) {
        return containers(component).stream()
                .mapToInt(ContainerStatus::getRestartCount)
                .sum();
    }

    boolean allReady(String component) {
        return containers(component).stream().allMatch(ContainerStatus::getReady);
    }

    /**
     * Kills the component's processes on all nodes. A program that is the first of its pod is not killed from in there, so
     * virt-handler does it, which sees all processes of its node: the JVMs in the control groups of the component's pods.
     */
    void kill(String component) {
        var victims = pods(component);
        for (var handler : pods("virt-handler")) {
            kill(victims, handler);
        }
    }

    /** The same on one node. False where nobody is there to do it. */
    boolean killOn(String component, String node) {
        var there = pods("virt-handler").stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .toList();
        there.forEach(handler -> kill(pods(component), handler));
        return !there.isEmpty();
    }

    /** The same with one of its pods. */
    void kill(Pod victim) {
        kill(List.of(victim), podOn("virt-handler", victim.getSpec().getNodeName()));
    }

    private void kill(List<Pod> victims, Pod handler) {
        var uids = victims.stream()
                .map(pod -> pod.getMetadata().getUid().replace("-", "[-_]"))
                .collect(Collectors.joining("|"));
        var script = """
                for p in /proc/[0-9]*; do
                  if [ "$(cat $p/comm)" = java ] && grep -qE '%s' $p/cgroup; then kill -KILL ${p#/proc/}; fi
                done 2>/dev/null
                """.formatted(uids);
        // In the background, because the handler may kill itself, and an answer that never comes says nothing.
        new TestPod(cluster.client().pods().resource(handler)).shell("setsid -f sh -c \"$0\"", script);
    }
}
