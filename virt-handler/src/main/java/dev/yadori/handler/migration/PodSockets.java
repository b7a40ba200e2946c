package dev.yadori.handler.migration;

import dev.yadori.handler.pod.PodUid;
import java.io.IOException;
import java.util.Optional;

/** Sockets in the run folder of launcher pods of this node. Whatever is in there may have been made by the pod. */
public interface PodSockets {

    /** A folder's socket that is there, held as a place. The caller closes it. */
    Place find(PodUid pod, String path) throws IOException;

    /** The folder for sockets that a launcher connects to. The caller closes it. */
    Folder folder(PodUid pod) throws IOException;

    /** A reason to hang up, by what SO_PEERCRED says of the other end. */
    Optional<String> refusal(int pid, int uid, PodUid pod);

    /** Something that is held open as a place. */
    interface Place extends AutoCloseable {
        /** For calls of this process; good until this is closed. */
        String path();

        @Override
        void close();
    }

    /** Where sockets are made. */
    interface Folder extends Place {
        /** Removes what has this name. */
        void clear(String name) throws IOException;

        /** Lets the launcher use a socket that this process has just made. */
        void give(String name) throws IOException;
    }
}
