package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Checks what SO_PEERCRED said of a launcher's connection.
 *
 * <p>A process id says little by itself: it may have been reused since. So the process's folder in procfs is opened first;
 * it stays bound to that one process, and reading it fails once the process is gone. What is then read there, the cgroup,
 * is the proof: only kubelet and the runtime put processes into a pod's cgroup.
 */
public final class PeerCheck {

    private static final int CGROUP_LIMIT_BYTES = 64 * 1024;

    private final Path procfs;
    private final long user;

    /**
     * @param procfs /proc with the process ids of the node
     * @param user uid that a launcher runs as
     */
    public PeerCheck(Path procfs, long user) {
        this.procfs = procfs;
        this.user = user;
    }

    /** The process and user ids as SO_PEERCRED gives them on the connection. */
    public PeerVerdict verify(int pid, long uid, PodUid pod) {
        if (uid != user) {
            return new PeerVerdict.Refused("the peer runs as uid %d, not %d".formatted(uid, user));
        }
        if (pid <= 0) {
            return new PeerVerdict.Refused("the peer is not in a process namespace below the node's");
        }
        try (Descriptor root = Descriptor.openTrusted(procfs)) {
            return verify(root.locateBeneath(Integer.toString(pid)), pid, pod);
        } catch (IOException failure) {
            return new PeerVerdict.Refused("process %d cannot be examined: %s".formatted(pid, failure.getMessage()));
        }
    }

    private PeerVerdict verify(Descriptor folder, int pid, PodUid pod) throws IOException {
        boolean kept = false;
        try {
            if (!PodCgroup.holds(readCgroup(folder), pod)) {
                return new PeerVerdict.Refused("process %d is not in a cgroup of pod %s".formatted(pid, pod));
            }
            kept = true;
            return new PeerVerdict.Trusted(new LauncherProcess(pid, folder, procfs));
        } finally {
            if (!kept) {
                folder.close();
            }
        }
    }

    private static String readCgroup(Descriptor folder) throws IOException {
        try (Descriptor cgroup = folder.openBeneath("cgroup")) {
            return cgroup.readText(CGROUP_LIMIT_BYTES);
        }
    }
}
