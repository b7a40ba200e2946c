package dev.yadori.launcher.host;

import dev.yadori.launcher.domain.HostCpus;
import dev.yadori.launcher.domain.PciAddress;
import java.io.IOException;
import java.util.OptionalInt;

/** How the node is made, as far as this pod sees it. */
public interface NodeLayout {

    /** What the container's processes may run on now, and how the node's processors are laid out. */
    HostCpus cpus() throws IOException;

    /** The NUMA cell that a function of the node's PCI bus is near to, where that is known. */
    OptionalInt cellOf(PciAddress function) throws IOException;
}
