package dev.yadori.launcher.prepare;

import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.util.List;

/** Reads the wire contract. */
public interface Blueprint {

    /** Makes the guest's media and says what it is made of. */
    dev.yadori.launcher.domain.LaunchSpec drawn(LaunchSpec spec) throws StartException;

    /** The links on which somebody has to answer DHCP. */
    List<ServedLink> links(LaunchSpec spec) throws StartException;

    /** A bridge and what the guest on it is told. */
    record ServedLink(String device, Lease lease) {}
}
