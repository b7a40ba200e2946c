package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.Errno;
import dev.yadori.handler.hostfs.FileFacts;
import dev.yadori.handler.hostfs.LinuxException;
import dev.yadori.handler.hostfs.MemoryLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets the processes of a launcher's container lock memory. A device that reads and writes a guest's memory by itself needs
 * all of it to stay where it is, and the emulator that pins it is not root. What starts later inherits it.
 */
public final class LockedMemory {

    private static final int LIMIT_BYTES = 64 * 1024;
    /** Each pass finds those that were born during the one before. */
    private static final int MOST_PASSES = 20;

    private final Path procfs;

    /**
     * Looks at processes.
     *
     * @param procfs /proc with the process ids of the node
     */
    public LockedMemory(Path procfs) {
        this.procfs = procfs;
    }

    /**
     * Raises the limits that are lower.
     *
     * @throws IOException where that is not allowed, or new processes appear faster than they are found
     */
    void allow(PodUid pod, LauncherProcess launcher, long bytes) throws IOException {
        FileFacts.Place container;
        try (var place = launcher.openFileSystem()) {
            container = place.namespace().facts().place();
        }
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            if (raiseAll(pod, container, bytes) == 0) {
                return;
            }
        }
        throw new IOException("the processes of pod %s do not settle".formatted(pod));
    }

    private int raiseAll(PodUid pod, FileFacts.Place container, long bytes) throws IOException {
        int raised = 0;
        try (Descriptor all = Descriptor.openTrusted(procfs);
                DirectoryStream<Path> processes = Files.newDirectoryStream(procfs, "[1-9]*")) {
            for (Path process : processes) {
                String name = String.valueOf(process.getFileName());
                if (raise(all, name, pod, container, bytes)) {
                    raised++;
                }
            }
        }
        return raised;
    }

    /** A number that is reused at this very moment would give a stranger the limit, and nothing else. */
    private static boolean raise(Descriptor all, String process, PodUid pod, FileFacts.Place container, long bytes)
            throws LinuxException {
        if (!isInContainer(all, process, pod, container)) {
            return false;
        }
        try {
            return MemoryLock.raise(Integer.parseInt(process), bytes);
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.NO_SUCH_PROCESS) {
                return false;
            }
            throw failure;
        }
    }

    private static boolean isInContainer(Descriptor all, String process, PodUid pod, FileFacts.Place container) {
        try (Descriptor folder = all.locateBeneath(process);
                Descriptor cgroup = folder.openBeneath("cgroup")) {
            if (!PodCgroup.holds(cgroup.readText(LIMIT_BYTES), pod)) {
                return false;
            }
            try (Descriptor mounts = folder.openMagicLink("ns/mnt")) {
                return mounts.facts().place().equals(container);
            }
        } catch (IOException gone) {
            // Processes end while one looks at them.
            return false;
        }
    }
}
