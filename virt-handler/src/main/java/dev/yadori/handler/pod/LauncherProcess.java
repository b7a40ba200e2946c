package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.Errno;
import dev.yadori.handler.hostfs.LinuxException;
import dev.yadori.handler.hostfs.MountPlace;
import java.io.IOException;
import java.nio.file.Path;

/** One process of a pod, bound to it and not to its number. */
public final class LauncherProcess implements AutoCloseable {

    private static final int MOUNTS_LIMIT_BYTES = 1024 * 1024;

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

    /** A file that it sees, as a place; no link on the way is followed. The caller closes it. */
    public Descriptor locate(Path path) throws IOException {
        try (Descriptor root = openRoot()) {
            return root.locateBeneath(Path.of("/").relativize(path).toString());
        }
    }

    /** The root of its file system. The caller closes it. */
    Descriptor openRoot() throws IOException {
        return folder.openMagicLink("root");
    }

    /** Its mount namespace, and the root of its file system in there. The caller closes it. */
    MountPlace openFileSystem() throws IOException {
        return ContainerRoots.place(folder);
    }

    /** What is mounted where it is, as procfs tells. */
    String readMounts() throws IOException {
        try (Descriptor mounts = folder.openBeneath("mountinfo")) {
            return mounts.readText(MOUNTS_LIMIT_BYTES);
        }
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
            if (netns.isThatOf(procfs.resolve("self")) || isThatOfInit(netns)) {
                throw new IOException("process %d is in the network namespace of the node".formatted(pid));
            }
            kept = true;
            return netns;
        } finally {
            if (!kept) {
                namespace.close();
            }
        }
    }

    /** A node may keep its init from everyone; then our own namespace, which is the node's as a rule, has to do. */
    private boolean isThatOfInit(PodNetns netns) throws IOException {
        try {
            return netns.isThatOf(procfs.resolve("1"));
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.ACCESS_DENIED) {
                return false;
            }
            throw failure;
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
