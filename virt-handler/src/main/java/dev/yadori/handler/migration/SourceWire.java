package dev.yadori.handler.migration;

import dev.yadori.handler.migration.SourceRelay.Destination;
import dev.yadori.handler.pod.PodUid;
import dev.yadori.proto.handler.v1.MigrationWelcome;
import java.io.IOException;

/** The way from a pod of this node to the node that its guest goes to. */
public interface SourceWire {

    /**
     * Has the target learn who will come, before it is certain that somebody comes: that takes it a question to the API server.
     * Nothing depends on it but time. May be repeated; does not wait.
     */
    void approach(Destination destination);

    /** Waits for the launcher of a pod from now on. */
    Sockets open(PodUid pod, Destination destination) throws IOException;

    /** Tells the target that the guest does not run here any more. Blocks; may be repeated. */
    MigrationWelcome sourceHasStopped(Destination destination, boolean pausedByUser)
            throws IOException, InterruptedException;

    /** Sockets in the source's pod. Connections that are up stay when they are closed. */
    interface Sockets extends AutoCloseable {
        @Override
        void close();
    }
}
