package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.FileFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes device nodes of a container belong to its user. A runtime makes them with the owner and mode that they have on the
 * node, which are root's alone as a rule. They are nodes of the container's own; those of the node are not touched.
 */
final class DeviceGift {
    private final Path nodeDevices;
    private final int owner;

    DeviceGift(Path nodeDevices, int owner) {
        this.nodeDevices = nodeDevices;
        this.owner = owner;
    }

    /** Repeatable. The facts are the device's. */
    void give(Descriptor device, FileFacts facts) throws IOException {
        if (facts.owner() != owner && !isOfNode(facts)) {
            Path here = Path.of(device.pathHere());
            Files.setAttribute(here, "unix:gid", owner);
            Files.setAttribute(here, "unix:uid", owner);
        }
    }

    /** A runtime that may not make device nodes lends the container the node's own. */
    private boolean isOfNode(FileFacts facts) throws IOException {
        try (Descriptor node = Descriptor.openTrusted(nodeDevices)) {
            return node.facts().place().device().equals(facts.place().device());
        }
    }
}
