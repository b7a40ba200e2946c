package dev.yadori.handler.pod;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pod in a process's cgroup file, in both spellings of kubelet: {@code /kubepods/burstable/pod<uid>/...} and, with the
 * systemd driver, {@code /kubepods-burstable-pod<uid with underscores>.slice/...}.
 * A runtime that was told the other driver than kubelet puts its own part behind the slice with a colon.
 *
 * <p>Only the first folder that looks like a pod's counts: what is below it may have been made by the pod.
 */
final class PodCgroup {

    private static final Pattern FOLDER = Pattern.compile(
            "(?:kubepods(?:-besteffort|-burstable)?-)?pod(?<uid>[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})(?:\\.slice(?::.*)?)?");

    private PodCgroup() {}

    /** Whether the process is in that pod in at least one hierarchy, and in no other pod in any. */
    static boolean holds(String cgroupFile, PodUid pod) {
        Set<String> pods =
                cgroupFile.lines().map(PodCgroup::pod).flatMap(Optional::stream).collect(Collectors.toSet());
        return pods.equals(Set.of(pod.value()));
    }

    /**
     * Whether the process is in that container of that pod: its id is in the pod's own folder or the one below, which only
     * the runtime makes.
     */
    static boolean holds(String cgroupFile, PodUid pod, ContainerId container) {
        return holds(cgroupFile, pod) && cgroupFile.lines().anyMatch(line -> isOf(line, container));
    }

    private static boolean isOf(String line, ContainerId container) {
        String[] fields = line.split(":", 3);
        String[] folders = fields[fields.length - 1].split("/", -1);
        for (int i = 0; i < folders.length; i++) {
            if (FOLDER.matcher(folders[i]).matches()) {
                return container.isNamedIn(folders[i])
                        || (i + 1 < folders.length && container.isNamedIn(folders[i + 1]));
            }
        }
        return false;
    }

    /** hierarchy:controllers:path, where the path may hold colons. */
    private static Optional<String> pod(String line) {
        String[] fields = line.split(":", 3);
        if (fields.length < 3) {
            return Optional.empty();
        }
        for (String folder : fields[2].split("/", -1)) {
            Matcher matcher = FOLDER.matcher(folder);
            if (matcher.matches()) {
                return Optional.of(matcher.group("uid").replace('_', '-'));
            }
        }
        return Optional.empty();
    }
}
