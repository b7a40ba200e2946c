package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;

/**
 * One launcher socket, held open as a place. A launcher that restarts makes a new one: then connecting here is refused, and
 * the pod has to be adopted again.
 */
public final class LauncherEndpoint implements AutoCloseable {

    private final PodUid pod;
    private final Descriptor socket;

    LauncherEndpoint(PodUid pod, Descriptor socket) {
        this.pod = pod;
        this.socket = socket;
    }

    public PodUid pod() {
        return pod;
    }

    /** Where this process connects to; good until this is closed. Much shorter than the 107 bytes of a socket's address. */
    public String connectPath() {
        return socket.pathHere();
    }

    @Override
    public void close() {
        socket.close();
    }
}
