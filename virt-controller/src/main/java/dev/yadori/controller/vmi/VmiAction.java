package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.pod.ClaimMode;
import java.util.Map;
import java.util.Optional;

/** One write beside that of the status. Each can be repeated without harm. */
public sealed interface VmiAction {

    /** Makes the launcher pod, whose name only this object's pod can have. */
    record CreatePod(Map<String, ClaimMode> claims) implements VmiAction {}

    /**
     * Ends a pod of this object, which its name alone says.
     *
     * @param graceSeconds empty for what the pod itself says
     */
    record DeletePod(String name, Optional<Long> graceSeconds) implements VmiAction {}

    /** Says on the pod whether the guest takes traffic. */
    record SetUnpaused(String podName, boolean unpaused) implements VmiAction {}

    /** Tells the handler of this node that the object is its. */
    record LabelNode(String nodeName) implements VmiAction {}

    /** Lets clients find the pods of a node by label. */
    record LabelPodNode(String podName, String nodeName) implements VmiAction {}

    /** Takes a finalizer away that nobody is left to take away. */
    record DropFinalizer(String finalizer) implements VmiAction {}

    /** Tells the user. */
    record Emit(boolean warning, String reason, String message) implements VmiAction {}
}
