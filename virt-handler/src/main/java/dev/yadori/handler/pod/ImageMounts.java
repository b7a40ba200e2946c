package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.MountPlace;
import dev.yadori.handler.hostfs.TreeMount;
import java.io.IOException;
import java.util.List;

/**
 * Mounts the images that containers of a pod keep open in the container of its launcher, as the kubelet would mount image
 * volumes: whole and read-only. The launcher then judges what is in them. The mounts are in the launcher's mount namespace
 * and end with it, so that nothing is ever to be cleaned up on the node.
 */
public final class ImageMounts {

    private final ContainerRoots roots;

    public ImageMounts(ContainerRoots roots) {
        this.roots = roots;
    }

    /**
     * An image.
     *
     * @param path where the launcher sees it: an empty folder that is mounted there holds the place
     * @param container that keeps it open
     */
    public record Image(String path, ContainerId container) {}

    /**
     * Mounts those that are not. Repeatable, also after a crash in the middle; for one caller at a time.
     *
     * @throws IOException with a sentence for people; trying again may help
     */
    public void mount(PodUid pod, LauncherProcess launcher, List<Image> images)
            throws IOException, InterruptedException {
        for (Image image : images) {
            mount(pod, launcher, image);
        }
    }

    private void mount(PodUid pod, LauncherProcess launcher, Image image) throws IOException, InterruptedException {
        List<String> mounted = MountTable.parse(launcher.readMounts()).at(image.path());
        if (mounted.isEmpty()) {
            throw new IOException("the launcher has no place for an image at " + image.path());
        }
        if (mounted.size() > 1) {
            return;
        }
        try (MountPlace source = roots.find(pod, image.container())
                        .orElseThrow(() -> new IOException("container " + image.container() + " with the image of "
                                + image.path() + " is not up"));
                MountPlace inLauncher = launcher.openFileSystem();
                Descriptor folder = inLauncher.folder().locateBeneath(mounted.getFirst())) {
            TreeMount.mount(source, new MountPlace(inLauncher.namespace(), folder));
        }
    }
}
