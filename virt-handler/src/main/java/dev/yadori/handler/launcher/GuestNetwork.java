package dev.yadori.handler.launcher;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.io.IOException;
import java.util.List;

/** The network of one pod. */
public interface GuestNetwork extends AutoCloseable {

    /**
     * Makes a tap for each interface of the guest and joins it to the pod's network. All or nothing, and repeatable, also
     * after a crash in the middle.
     *
     * @throws IOException with a sentence for people; trying again may help
     */
    Connection connect(VirtualMachineInstance vmi, ClusterConfig config) throws IOException, InterruptedException;

    @Override
    void close();

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
