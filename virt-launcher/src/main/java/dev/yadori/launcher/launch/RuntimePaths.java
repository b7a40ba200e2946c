package dev.yadori.launcher.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files and sockets that exist while the guest runs. Their folders have to be made before the domain starts.
 *
 * @param serialLog what the guest has said on its serial line
 * @param nvram what a guest on UEFI keeps of its firmware's settings
 */
public record RuntimePaths(Path serialSocket, Path serialLog, Path vncSocket, Path agentSocket, Path nvram) {

    /** Consoles are where KubeVirt has them, because tools look there. */
    public static RuntimePaths inPod(UUID objectUid) {
        return beneath(Path.of("/var/run/kubevirt-private").resolve(objectUid.toString()), Path.of("/run/yadori"));
    }

    public static RuntimePaths beneath(Path consoles, Path run) {
        return new RuntimePaths(
                consoles.resolve("virt-serial0"),
                consoles.resolve("virt-serial0-log"),
                consoles.resolve("virt-vnc"),
                run.resolve("agent.sock"),
                run.resolve("nvram/guest_VARS.fd"));
    }

    public List<Path> folders() {
        return Stream.of(serialSocket, serialLog, vncSocket, agentSocket, nvram)
                .map(path -> Objects.requireNonNull(path.getParent()))
                .distinct()
                .toList();
    }
}
