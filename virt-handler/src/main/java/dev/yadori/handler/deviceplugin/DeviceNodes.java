package dev.yadori.handler.deviceplugin;

import java.io.IOException;
import java.nio.file.Path;

/** Device nodes as containers get them. */
@FunctionalInterface
public interface DeviceNodes {

    /**
     * A node of that device for launchers; the runtime copies its owner and mode into the container.
     *
     * @param original the node's own
     * @throws IOException saying why there is none
     */
    Path provide(NodeDevice device, Path original) throws IOException;
}
