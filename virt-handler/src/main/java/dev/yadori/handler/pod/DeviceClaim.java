package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.Errno;
import dev.yadori.handler.hostfs.FileFacts;
import dev.yadori.handler.hostfs.FileFacts.DeviceNumber;
import dev.yadori.handler.hostfs.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the devices that a launcher's container was given belong to the launcher's user. A runtime makes them with the
 * owner and mode that they have on the node, which often is root's alone, and the launcher is not root. They are nodes of the
 * container's own; those of the node are not touched.
 */
public final class DeviceClaim {

    /** By path, with the numbers that they have on every Linux. */
    private static final Map<String, DeviceNumber> DEVICES = Map.of(
            "dev/kvm", new DeviceNumber(10, 232),
            "dev/net/tun", new DeviceNumber(10, 200),
            "dev/vhost-net", new DeviceNumber(10, 238));

    private final Path nodeRoot;
    private final int owner;

    /**
     * For launchers of that user.
     *
     * @param nodeRoot folder with the node's /dev in it
     */
    public DeviceClaim(Path nodeRoot, int owner) {
        this.nodeRoot = nodeRoot;
        this.owner = owner;
    }

    /**
     * Claims what is there. Repeatable.
     *
     * @throws IOException where a device is something else, or cannot be given away
     */
    public void claim(LauncherProcess launcher) throws IOException {
        try (Descriptor root = launcher.openRoot()) {
            for (Map.Entry<String, DeviceNumber> device : DEVICES.entrySet()) {
                claim(root, device.getKey(), device.getValue());
            }
        }
    }

    void claim(Descriptor root, String path, DeviceNumber number) throws IOException {
        try (Descriptor device = root.locateBeneath(path)) {
            FileFacts facts = device.facts();
            if (facts.kind() != FileFacts.Kind.CHARACTER_DEVICE
                    || !facts.stands().equals(number)) {
                throw new IOException("/%s in the pod is not that device".formatted(path));
            }
            if (facts.owner() != owner && !isOfNode(path, facts)) {
                device.giveTo(owner);
            }
        } catch (LinuxException failure) {
            if (failure.errno() != Errno.NO_SUCH_FILE) {
                throw failure;
            }
        }
    }

    /** A runtime that may not make device nodes lends the container the node's own. */
    private boolean isOfNode(String path, FileFacts facts) throws LinuxException {
        try (Descriptor node = Descriptor.openTrusted(nodeRoot.resolve(path))) {
            return node.facts().place().equals(facts.place());
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.NO_SUCH_FILE) {
                return false;
            }
            throw failure;
        }
    }
}
