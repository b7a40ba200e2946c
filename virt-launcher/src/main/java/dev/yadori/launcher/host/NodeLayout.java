package dev.yadori.launcher.host;

import dev.yadori.launcher.domain.HostCpus;
import java.io.IOException;

/** How the node is made, as far as this pod sees it. */
public interface NodeLayout {

    /** What the container's processes may run on now, and how the node's processors are laid out. */
    HostCpus cpus() throws IOException;
}
