package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.Volume;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What no pod can be made of yet, or what the cluster does not allow. Admission refuses it; this is for objects that were
 * let in before a gate was closed, or while no webhook answered.
 */
final class UnsupportedParts {

    private static final String HOST_DISK_GATE = "HostDisk";

    private UnsupportedParts() {}

    /** The first such part, by its path and with the reason. */
    static Optional<String> first(VirtualMachineInstanceSpec spec, ClusterConfig config) {
        List<Volume> volumes = spec.volumes();
        return IntStream.range(0, volumes.size())
                .boxed()
                .flatMap(index ->
                        volume(volumes.get(index), config).stream().map(what -> "spec.volumes[" + index + "]." + what))
                .findFirst();
    }

    private static Optional<String> volume(Volume volume, ClusterConfig config) {
        if (volume.hostDisk() != null && !config.isEnabled(HOST_DISK_GATE)) {
            return Optional.of("hostDisk: feature gate " + HOST_DISK_GATE + " is off");
        }
        return Stream.of(
                        named("downwardMetrics", volume.downwardMetrics()),
                        named("memoryDump", volume.memoryDump()),
                        named("containerPath", volume.containerPath()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> named(String field, @Nullable Object value) {
        return value == null ? Optional.empty() : Optional.of(field + ": not supported yet");
    }
}
