package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import java.io.IOException;
import java.nio.file.Path;

/** One process of a pod, bound to it and not to its number. */
public final class LauncherProcess implements AutoCloseable {

    private final int pid;
    private final Descriptor folder;
    private final Path procfs;

    LauncherProcess(int pid, Descriptor folder, Path procfs) {
        this.pid = pid;
        this.folder = folder;
        this.procfs = procfs;
    }

    public int pid() {
        return pid;
    }

    /** False once it has ended, also where its number is in use again. */
    public boolean isAlive() {
        try (Descriptor status = folder.openBeneath("stat")) {
            return !status.readText(4096).isEmpty();
        } catch (IOException gone) {
            return false;
        }
    }

    /** The root of its file system. The caller closes it. */
    Descriptor openRoot() throws IOException {
        return folder.openMagicLink("root");
    }

    /**
     * The network namespace that it is in. The caller closes it.
     *
     * @throws IOException where it has ended, or shares the node's own namespace, in which nothing is to be plumbed
     */
    public PodNetns openNetns() throws IOException {
        Descriptor namespace = folder.openMagicLink("ns/net");
        boolean kept = false;
        try {
            PodNetns netns = PodNetns.of(namespace);
            for (String process : new String[] {"self", "1"}) {
                if (netns.isThatOf(procfs.resolve(process))) {
                    throw new IOException("process %d is in the network namespace of the node".formatted(pid));
                }
            }
            kept = true;
            return netns;
        } finally {
            if (!kept) {
                namespace.close();
            }
        }
    }

    @Override
    public void close() {
        folder.close();
    }

    @Override
    public String toString() {
        return "process " + pid;
    }
}
