package dev.yadori.handler.launcher;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launch.LaunchFacts;
import java.io.IOException;
import java.util.Map;

/** The network of one pod. */
public interface GuestNetwork extends AutoCloseable {

    /**
     * Makes a tap for each interface of the guest and joins it to the pod's network. All or nothing, and repeatable, also
     * after a crash in the middle.
     *
     * @return what was made, by the name of the interface
     * @throws IOException with a sentence for people
     */
    Map<String, LaunchFacts.Link> connect(VirtualMachineInstance vmi, ClusterConfig config) throws IOException;

    @Override
    void close();
}
