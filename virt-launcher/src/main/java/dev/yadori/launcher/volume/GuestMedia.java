package dev.yadori.launcher.volume;

import dev.yadori.launcher.domain.DirectKernel;
import dev.yadori.launcher.volume.PreparedMedia.Medium;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * Makes the disks of one guest. Called again, it leaves alone what is there, because the guest may be running on it; what
 * was left half-made is made anew. For one caller at a time.
 */
public final class GuestMedia {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final MediaPaths paths;
    private final ContainerDisks containerDisks;
    private final StorageDisks storageDisks;
    private final IsoDisks isoDisks;

    public GuestMedia(MediaPaths paths, ImageTools tools, DirectIo directIo) {
        var overlays = new Overlays(paths.overlays(), tools, directIo);
        this.paths = paths;
        this.containerDisks = new ContainerDisks(tools, overlays);
        this.storageDisks = new StorageDisks(paths.emptyDisks(), tools, overlays, directIo);
        this.isoDisks = new IsoDisks(tools, directIo);
    }

    /**
     * All volumes and the kernel of a specification.
     *
     * @throws MediaException for the first volume, in the order of the specification, that is not to be had
     */
    public PreparedMedia prepare(LaunchSpec spec) {
        var pending = new LinkedHashMap<String, Future<Medium>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var volume : spec.getVolumesList()) {
                var name = checkedName(volume, pending);
                pending.put(name, threads.submit(() -> prepare(name, volume, spec)));
            }
        }
        var volumes = new LinkedHashMap<String, Medium>();
        pending.forEach((name, medium) -> volumes.put(name, finished(name, medium)));
        return new PreparedMedia(volumes, kernel(spec));
    }

    private static String checkedName(Volume volume, Map<String, ?> others) {
        var name = volume.getName();
        if (!NAME.matcher(name).matches()) {
            throw MediaException.invalid("volume '" + name + "'", "its name is no DNS label");
        }
        if (others.containsKey(name)) {
            throw MediaException.invalid("volume " + name, "two volumes have this name");
        }
        return name;
    }

    private Medium prepare(String name, Volume volume, LaunchSpec spec) {
        try {
            return switch (volume.getSourceCase()) {
                case CONTAINER_DISK -> containerDisks.prepare(name, volume.getContainerDisk());
                case CLOUD_INIT -> isoDisks.cloudInit(name, spec.getIdentity(), volume.getCloudInit());
                case EMPTY_DISK -> storageDisks.empty(name, volume.getEmptyDisk());
                case EPHEMERAL -> storageDisks.ephemeral(name, volume.getEphemeral());
                case STORAGE -> storageDisks.storage(name, volume.getStorage());
                case FILES -> isoDisks.files(name, volume.getFiles());
                case HOST_DISK -> storageDisks.host(name, volume.getHostDisk());
                case SOURCE_NOT_SET -> throw MediaException.invalid("volume " + name, "no source that is known");
            };
        } catch (IOException e) {
            throw MediaException.of("volume " + name, e);
        }
    }

    private static Medium finished(String name, Future<Medium> medium) {
        try {
            return medium.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MediaException.notMade("volume " + name, "interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("volume " + name, e.getCause());
        }
    }

    private Optional<DirectKernel> kernel(LaunchSpec spec) {
        if (!spec.getBoot().hasKernel()) {
            return Optional.empty();
        }
        var asked = spec.getBoot().getKernel();
        return Optional.of(new DirectKernel(
                kernelFile(asked.getKernelPath()),
                Optional.of(asked.getInitrdPath())
                        .filter(path -> !path.isEmpty())
                        .map(this::kernelFile),
                Optional.of(asked.getArguments()).filter(arguments -> !arguments.isEmpty())));
    }

    private String kernelFile(String text) {
        var subject = "kernelBoot";
        var path = AbsolutePath.of(subject, text);
        if (!path.startsWith(paths.kernelBoot())) {
            throw MediaException.invalid(subject, "'" + text + "' is not in " + paths.kernelBoot());
        }
        Path relative = paths.kernelBoot().relativize(path);
        try {
            return new VolumeFolder(subject, paths.kernelBoot())
                    .file(relative.toString())
                    .toString();
        } catch (IOException e) {
            throw MediaException.of(subject, e);
        }
    }
}
