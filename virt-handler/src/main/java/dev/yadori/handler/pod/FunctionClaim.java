package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.Errno;
import dev.yadori.handler.hostfs.FileFacts;
import dev.yadori.handler.hostfs.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Prepares functions of the node's PCI bus for the launcher of the pod that was given them. That it was is proven by the
 * device of VFIO in the launcher's container, which only the runtime can have put there, and which has the number that the
 * kernel says: whoever names another function, in an annotation or elsewhere, gets nothing.
 */
public final class FunctionClaim {

    /** The device that all groups are joined to. */
    private static final String CONTAINER = "vfio";

    private static final String FOLDER = "dev/vfio/";

    private final PciBus bus;
    private final DeviceGift gift;
    private final LockedMemory memory;

    /**
     * For launchers of that user.
     *
     * @param nodeDevices the node's /dev
     */
    public FunctionClaim(PciBus bus, LockedMemory memory, Path nodeDevices, int owner) {
        this.bus = bus;
        this.memory = memory;
        this.gift = new DeviceGift(nodeDevices, owner);
    }

    /**
     * Claims the functions, and lets the launcher's processes lock as much memory as they need for it. Repeatable.
     *
     * @throws IOException where one is not the pod's, or not ready; nothing is given away then
     */
    public void claim(PodUid pod, LauncherProcess launcher, List<PciAddress> functions, long lockedBytes)
            throws IOException {
        if (functions.isEmpty()) {
            return;
        }
        try (Descriptor root = launcher.openRoot()) {
            claim(root, functions);
        }
        memory.allow(pod, launcher, lockedBytes);
    }

    void claim(Descriptor root, List<PciAddress> functions) throws IOException {
        Set<PciAddress> seen = new HashSet<>();
        Set<String> groups = new HashSet<>();
        for (PciAddress address : functions) {
            if (!seen.add(address)) {
                throw new IOException("function %s is named for two interfaces".formatted(address));
            }
            PciBus.VfioFunction function = bus.find(address);
            requireGiven(root, address, function);
            groups.add(function.group());
        }
        for (String group : groups) {
            give(root, group);
        }
        give(root, CONTAINER);
    }

    private static void requireGiven(Descriptor root, PciAddress address, PciBus.VfioFunction function)
            throws IOException {
        try (Descriptor device = root.locateBeneath(FOLDER + function.group())) {
            FileFacts facts = device.facts();
            if (facts.kind() != FileFacts.Kind.CHARACTER_DEVICE
                    || !facts.represents().equals(function.device())) {
                throw new IOException("function %s is not the pod's: what it has as /dev/vfio/%s is something else"
                        .formatted(address, function.group()));
            }
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.NO_SUCH_FILE) {
                throw new IOException(
                        "function %s is not the pod's: no device plugin has given it to it".formatted(address),
                        failure);
            }
            throw failure;
        }
    }

    private void give(Descriptor root, String name) throws IOException {
        try (Descriptor device = root.locateBeneath(FOLDER + name)) {
            FileFacts facts = device.facts();
            if (facts.kind() == FileFacts.Kind.CHARACTER_DEVICE) {
                gift.give(device, facts);
            }
        }
    }
}
