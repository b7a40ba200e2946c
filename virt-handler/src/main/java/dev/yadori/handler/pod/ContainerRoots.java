package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.LinuxException;
import dev.yadori.handler.hostfs.MountPlace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the file system of a container by the first process in it. As with {@link PeerCheck}, the cgroup is the proof: the
 * folder of the process is opened first, and everything else is read through it.
 */
public final class ContainerRoots {

    private static final int LIMIT_BYTES = 64 * 1024;
    private static final String NAMESPACE_PIDS = "NSpid:";

    private final Path procfs;

    /**
     * Reads process folders.
     *
     * @param procfs /proc with the process ids of the node
     */
    public ContainerRoots(Path procfs) {
        this.procfs = procfs;
    }

    /**
     * The root that the container was started with. The caller closes it.
     *
     * @return empty where no such container runs
     */
    public Optional<MountPlace> find(PodUid pod, ContainerId container) throws IOException {
        try (Descriptor all = Descriptor.openTrusted(procfs);
                DirectoryStream<Path> processes = Files.newDirectoryStream(procfs, "[1-9]*")) {
            for (Path process : processes) {
                Optional<MountPlace> root = root(all, String.valueOf(process.getFileName()), pod, container);
                if (root.isPresent()) {
                    return root;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<MountPlace> root(Descriptor all, String process, PodUid pod, ContainerId container) {
        try (Descriptor folder = all.locateBeneath(process)) {
            if (!PodCgroup.holds(read(folder, "cgroup"), pod, container) || !isFirst(read(folder, "status"))) {
                return Optional.empty();
            }
            return Optional.of(place(folder));
        } catch (IOException gone) {
            // Processes end while one looks at them.
            return Optional.empty();
        }
    }

    /** Others in the container may have chosen a root of their own. */
    private static boolean isFirst(String status) {
        return status.lines().filter(line -> line.startsWith(NAMESPACE_PIDS)).anyMatch(line -> line.endsWith("\t1"));
    }

    static MountPlace place(Descriptor process) throws LinuxException {
        Descriptor namespace = process.openMagicLink("ns/mnt");
        boolean kept = false;
        try {
            var place = new MountPlace(namespace, process.openMagicLink("root"));
            kept = true;
            return place;
        } finally {
            if (!kept) {
                namespace.close();
            }
        }
    }

    private static String read(Descriptor folder, String file) throws IOException {
        try (Descriptor open = folder.openBeneath(file)) {
            return open.readText(LIMIT_BYTES);
        }
    }
}
