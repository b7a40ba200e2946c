package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.Errno;
import dev.yadori.handler.hostfs.FileFacts;
import dev.yadori.handler.hostfs.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes the block devices of claims in a launcher's container belong to the launcher's user. */
public final class BlockDeviceClaim {
    private final DeviceGift gift;

    /**
     * For launchers of that user.
     *
     * @param nodeDevices the node's /dev
     */
    public BlockDeviceClaim(Path nodeDevices, int owner) {
        this.gift = new DeviceGift(nodeDevices, owner);
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
            if (facts.kind() == FileFacts.Kind.BLOCK_DEVICE) {
                gift.give(device, facts);
            }
        } catch (LinuxException failure) {
            // A claim with a file system has no device.
            if (failure.errno() != Errno.NO_SUCH_FILE) {
                throw failure;
            }
        }
    }
}
