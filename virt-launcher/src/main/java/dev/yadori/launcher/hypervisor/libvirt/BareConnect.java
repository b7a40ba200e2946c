package dev.yadori.launcher.hypervisor.libvirt;

import org.libvirt.Connect;
import org.libvirt.LibvirtException;
import org.libvirt.jna.ConnectionPointer;

/** A connection of libvirt-java that shows its handle, for the functions that libvirt-java lacks. */
final class BareConnect extends Connect {
    BareConnect(String uri) throws LibvirtException {
        super(uri);
    }

    /** Not to be used after closing. */
    ConnectionPointer handle() {
        return vcp;
    }
}
