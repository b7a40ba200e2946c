package dev.yadori.handler.pod;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.Errno;
import dev.yadori.handler.hostfs.FileFacts;
import dev.yadori.handler.hostfs.LinuxException;
import java.nio.file.Path;

/** {@link PodAdoption} in kubelet's folder. */
public final class KubeletPodAdoption implements PodAdoption {

    private final Path kubeletDirectory;
    private final long owner;

    /**
     * @param kubeletDirectory such as /var/lib/kubelet
     * @param owner uid that the launcher's socket has to belong to
     */
    public KubeletPodAdoption(Path kubeletDirectory, long owner) {
        this.kubeletDirectory = kubeletDirectory;
        this.owner = owner;
    }

    @Override
    public Adoption adopt(PodUid pod) {
        try (Descriptor kubelet = Descriptor.openTrusted(kubeletDirectory)) {
            return examine(pod, kubelet.locateBeneath(socketPath(pod)));
        } catch (LinuxException failure) {
            return judge(failure);
        }
    }

    private static String socketPath(PodUid pod) {
        return "pods/%s/volumes/kubernetes.io~empty-dir/%s/%s"
                .formatted(pod, LauncherPodLayout.RUN_VOLUME, LauncherPodLayout.LAUNCHER_SOCKET);
    }

    private Adoption examine(PodUid pod, Descriptor socket) throws LinuxException {
        boolean kept = false;
        try {
            FileFacts facts = socket.facts();
            if (facts.kind() != FileFacts.Kind.SOCKET) {
                return new Adoption.Refused("%s of pod %s is not a socket but %s"
                        .formatted(LauncherPodLayout.LAUNCHER_SOCKET, pod, facts.kind()));
            }
            if (facts.owner() != owner) {
                return new Adoption.Refused("%s of pod %s belongs to uid %d, not %d"
                        .formatted(LauncherPodLayout.LAUNCHER_SOCKET, pod, facts.owner(), owner));
            }
            kept = true;
            return new Adoption.Adopted(new LauncherEndpoint(pod, socket));
        } finally {
            if (!kept) {
                socket.close();
            }
        }
    }

    private static Adoption judge(LinuxException failure) {
        Errno errno = failure.errno();
        return switch (errno) {
            case TOO_MANY_LINKS, CROSSES_DEVICE, NOT_A_DIRECTORY -> new Adoption.Refused(failure.reason());
            case NOT_PERMITTED,
                    NO_SUCH_FILE,
                    NO_SUCH_PROCESS,
                    NO_SUCH_DEVICE_OR_ADDRESS,
                    ACCESS_DENIED,
                    NO_SUCH_DEVICE,
                    OTHER -> new Adoption.NotYet(failure.reason());
        };
    }
}
