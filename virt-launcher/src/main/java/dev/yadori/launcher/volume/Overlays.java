package dev.yadori.launcher.volume;

import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.volume.ImageTools.Backing;
import dev.yadori.launcher.volume.PreparedMedia.Medium;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a guest writes over something that it may not change. It ends with the pod. */
final class Overlays {
    private final Path folder;
    private final ImageTools tools;
    private final DirectIo directIo;

    Overlays(Path folder, ImageTools tools, DirectIo directIo) {
        this.folder = folder;
        this.tools = tools;
        this.directIo = directIo;
    }

    Medium over(String volume, Source below, Backing backing) throws IOException {
        var file = folder.resolve(volume).resolve("disk.qcow2");
        FreshFile.unlessThere(file, fresh -> tools.createOverlay(fresh, backing));
        return new Medium(
                new Source.Qcow2File(file.toString(), Optional.of(below)),
                directIo.works(file) && directIo.works(backing.file()));
    }
}
