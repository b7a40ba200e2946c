package dev.yadori.controller.vmi;

import java.util.List;
import java.util.Optional;

/**
 * What is known around one VirtualMachineInstance.
 *
 * @param pod the launcher pod
 * @param otherPods what else belongs to the object, such as targets of migrations
 * @param claims looked up only while there is no pod
 * @param refusal why the pod could not be made just now
 * @param mountTrouble the kubelet's last complaint about a pod that is bound and does not start
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
        boolean isOrphan) {

    public VmiObserved {
        otherPods = List.copyOf(otherPods);
    }

    /** The same after a pod was found or made. */
    public VmiObserved withPod(Observation<LauncherPodState> seen) {
        return new VmiObserved(seen, otherPods, claims, refusal, mountTrouble, nodeState, isOrphan);
    }

    /** The same after the pod was refused. */
    public VmiObserved withRefusal(String why) {
        return new VmiObserved(pod, otherPods, claims, Optional.of(why), mountTrouble, nodeState, isOrphan);
    }
}
