package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.ClaimInfo;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.Map;
import java.util.Optional;

/** The objects of guests in the API, past all caches. */
public interface GuestObjects {

    /** The guest's object as it is now; empty if there is none. */
    Optional<VirtualMachineInstance> guest(String namespace, String name) throws ObjectsUnknownException;

    /** Claims by the names of the guest's volumes; empty if one of them does not exist. */
    Optional<Map<String, ClaimInfo>> claims(VirtualMachineInstance vmi) throws ObjectsUnknownException;

    /**
     * Writes fields of a status, unless somebody has changed the object since it was read.
     *
     * @return the object as it is then; empty where it was not written, because it has changed or is gone
     */
    Optional<VirtualMachineInstance> writeStatus(VirtualMachineInstance read, Map<String, Object> fields);

    /** Writes the label that makes a guest this node's, unless somebody has changed the object since it was read. */
    void claim(VirtualMachineInstance read, String node);

    /** Tells users something about a guest, once. Never fails: an event that cannot be written is lost. */
    void tell(VirtualMachineInstance about, VmiAction.Emit event);
}
