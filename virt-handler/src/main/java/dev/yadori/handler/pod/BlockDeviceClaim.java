package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.Errno;
import dev.yadori.handler.hostfs.FileFacts;
import dev.yadori.handler.hostfs.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the block devices of claims in a launcher's container belong to the launcher's user. A runtime makes them with the
 * owner and mode that they have on the node, which are root's alone, and the launcher is not root. They are nodes of the
 * container's own; those of the node are not touched.
 */
public final class BlockDeviceClaim {
    private final Path nodeDevices;
    private final int owner;

    /**
     * For launchers of that user.
     *
     * @param nodeDevices the node's /dev
     */
    public BlockDeviceClaim(Path nodeDevices, int owner) {
        this.nodeDevices = nodeDevices;
        this.owner = owner;
    }

    /**
     * Claims those of the paths in the container that are block devices. Repeatable.
     *
     * @throws IOException where one leads through a link, or cannot be given away
     */
    public void claim(LauncherProcess launcher, List<Path> devices) throws IOException {
        if (devices.isEmpty()) {
            return;
        }
        try (Descriptor root = launcher.openRoot()) {
            for (Path device : devices) {
                claim(root, device);
            }
        }
    }

    void claim(Descriptor root, Path path) throws IOException {
        try (Descriptor device =
                root.locateBeneath(Path.of("/").relativize(path).toString())) {
            FileFacts facts = device.facts();
            if (facts.kind() == FileFacts.Kind.BLOCK_DEVICE && facts.owner() != owner && !isOfNode(facts)) {
                Path here = Path.of(device.pathHere());
                Files.setAttribute(here, "unix:gid", owner);
                Files.setAttribute(here, "unix:uid", owner);
            }
        } catch (LinuxException failure) {
            // A claim with a file system has no device.
            if (failure.errno() != Errno.NO_SUCH_FILE) {
                throw failure;
            }
        }
    }

    /** A runtime that may not make device nodes lends the container the node's own. */
    private boolean isOfNode(FileFacts facts) throws LinuxException {
        try (Descriptor node = Descriptor.openTrusted(nodeDevices)) {
            return node.facts().place().device().equals(facts.place().device());
        }
    }
}
