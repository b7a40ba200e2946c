package dev.yadori.launcher.volume;

import dev.yadori.launcher.domain.DirectKernel;
import dev.yadori.launcher.domain.Disk;
import java.util.Map;
import java.util.Optional;

/**
 * Where a guest's bytes are, now that they are there.
 *
 * @param volumes by the names of the volumes
 * @param kernel with the paths of real files, no links
 */
public record PreparedMedia(Map<String, Medium> volumes, Optional<DirectKernel> kernel) {
    public PreparedMedia {
        volumes = Map.copyOf(volumes);
    }

    /**
     * One volume.
     *
     * @param directIo whether all files of the chain can be opened with O_DIRECT
     */
    public record Medium(Disk.Source source, boolean directIo) {}
}
