package dev.yadori.handler.heartbeat;

/**
 * What is to be said of the node.
 *
 * @param schedulable whether guests may be put on it
 * @param staticCpus whether kubelet gives containers CPUs of their own
 * @param capabilities what guests may ask for
 */
record NodeFacts(boolean schedulable, boolean staticCpus, Finding capabilities) {

    /** Whether the node's capabilities are known. */
    sealed interface Finding {

        /** They are these. */
        record Known(NodeCapabilities capabilities) implements Finding {}

        /** What was said of them before stays. The reason is for people. */
        record Unknown(String reason) implements Finding {}
    }
}
