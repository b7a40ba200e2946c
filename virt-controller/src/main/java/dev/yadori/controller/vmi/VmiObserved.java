package dev.yadori.controller.vmi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known around one VirtualMachineInstance.
 *
 * @param pod the launcher pod
 * @param otherPods what else belongs to the object, such as targets of migrations
 * @param claims looked up until they are bound, and not later than the pod runs
 * @param refusal why the pod could not be made just now
 * @param mountTrouble the kubelet's last complaint about a pod that is bound and does not start
 * @param target the pod that a migration may have moved the guest to; absent in this sense while there is none
 * @param nodes what is known of the nodes of these pods
 * @param isOrphan whether the object waits for a VirtualMachine that is no more
 * @param nodeState of the node of a pod that should be gone and is not, as a sentence
 */
public record VmiObserved(
        Observation<LauncherPodState> pod,
        List<LauncherPodState> otherPods,
        Claims claims,
        Optional<String> refusal,
        Optional<String> mountTrouble,
        Optional<String> nodeState,
        Optional<Observation<LauncherPodState>> target,
        Map<String, NodeFate> nodes,
        boolean isOrphan) {

    public VmiObserved {
        otherPods = List.copyOf(otherPods);
        nodes = Map.copyOf(nodes);
    }

    /** What is known of the node of a pod, which answers until something else is known. */
    NodeFate fate(LauncherPodState pod) {
        return pod.nodeName().map(nodes::get).orElseGet(NodeFate.Answers::new);
    }

    /** The same after a pod was found or made. */
    public VmiObserved withPod(Observation<LauncherPodState> seen) {
        return new VmiObserved(seen, otherPods, claims, refusal, mountTrouble, nodeState, target, nodes, isOrphan);
    }

    /** The same after the pod was refused. */
    public VmiObserved withRefusal(String why) {
        return new VmiObserved(
                pod, otherPods, claims, Optional.of(why), mountTrouble, nodeState, target, nodes, isOrphan);
    }
}
