package dev.yadori.handler.heartbeat;

/** The Node object of this node. Failures are unchecked, as the client's are. */
public interface NodeObject {

    NodeView read();

    /** Gives what it says afterwards. */
    NodeView patch(NodePatch patch);
}
