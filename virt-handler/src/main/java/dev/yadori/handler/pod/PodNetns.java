package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.RouterSocket;
import java.io.IOException;
import java.nio.file.Path;

/** An open network namespace: it stays that one, and stays, until this is closed. */
public final class PodNetns implements AutoCloseable {

    private static final long NS_GET_NSTYPE = 0xb703;
    private static final int CLONE_NEWNET = 0x40000000;

    private final Descriptor namespace;

    private PodNetns(Descriptor namespace) {
        this.namespace = namespace;
    }

    /** A namespace that has a path, as {@code ip netns} makes it. The path is trusted. */
    public static PodNetns open(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        Path name = path.getFileName();
        if (parent == null || name == null) {
            throw new IOException("not a network namespace: " + path);
        }
        try (Descriptor folder = Descriptor.openTrusted(parent)) {
            return of(folder.openBeneath(name.toString()));
        }
    }

    /** Closes the descriptor where it is not a network namespace. */
    static PodNetns of(Descriptor namespace) throws IOException {
        boolean kept = false;
        try {
            if (namespace.control(NS_GET_NSTYPE, 0) != CLONE_NEWNET) {
                throw new IOException(namespace + " is not a network namespace");
            }
            kept = true;
            return new PodNetns(namespace);
        } finally {
            if (!kept) {
                namespace.close();
            }
        }
    }

    /** What {@code nsenter --net=} of a child process takes; good until this is closed. */
    public String pathForChildren() {
        return namespace.pathForChildren();
    }

    /** Number of the namespace, as in net:[4026531840]. */
    public long inode() throws IOException {
        return namespace.facts().place().inode();
    }

    /** A raw socket of ICMPv6 that is in this namespace, on one device, and takes router solicitations only. */
    public Descriptor openRouterSocket(String device) throws IOException {
        return RouterSocket.open(namespace, device);
    }

    /** The process is a folder of procfs. */
    boolean isThatOf(Path process) throws IOException {
        try (Descriptor folder = Descriptor.openTrusted(process);
                Descriptor other = folder.openMagicLink("ns/net")) {
            return other.facts().place().equals(namespace.facts().place());
        }
    }

    @Override
    public void close() {
        namespace.close();
    }
}
