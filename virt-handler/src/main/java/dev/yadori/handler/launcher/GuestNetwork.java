package dev.yadori.handler.launcher;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.pod.PciAddress;
import java.io.IOException;
import java.util.List;

/** What the node gives to one pod: its network, functions of its PCI bus, and images of disks. */
public interface GuestNetwork extends AutoCloseable {

    /**
     * Makes a tap for each interface of the guest and joins it to the pod's network. All or nothing, and repeatable, also
     * after a crash in the middle.
     *
     * @throws IOException with a sentence for people; trying again may help
     */
    Connection connect(VirtualMachineInstance vmi, ClusterConfig config) throws IOException, InterruptedException;

    /**
     * The same for a guest that runs. Interfaces that were added since this pod was made, without their networks, are left out.
     *
     * @throws IOException with a sentence for people; trying again may help
     */
    Connection reconnect(VirtualMachineInstance vmi, ClusterConfig config) throws IOException, InterruptedException;

    /**
     * Mounts images of disks where the launcher looks for them. Repeatable, also after a crash in the middle.
     *
     * @throws IOException with a sentence for people; trying again may help
     */
    void mount(List<Image> images) throws IOException, InterruptedException;

    /**
     * Prepares functions of the node's PCI bus for the guest. Repeatable; checks that the node has given them to the pod.
     *
     * @param lockedBytes how much memory the guest's processes may lock
     * @throws IOException with a sentence for people; trying again may help
     */
    void claim(List<PciAddress> functions, long lockedBytes) throws IOException;

    /**
     * Hands a launcher that was restarted what it needs to go on speaking for IPv6 on these bridges of the pod.
     *
     * @throws IOException with a sentence for people
     */
    void handRouters(List<String> devices) throws IOException, InterruptedException;

    @Override
    void close();

    /** An image, and the id of the container that keeps it open. */
    record Image(String path, String containerId) {}

    /** What came of it. */
    sealed interface Connection {

        /** In the order of the object. */
        record Connected(List<GuestLink> links) implements Connection {
            public Connected {
                links = List.copyOf(links);
            }
        }

        /** This pod can never carry that guest. The reason is for people. */
        record Impossible(String reason) implements Connection {}
    }
}
