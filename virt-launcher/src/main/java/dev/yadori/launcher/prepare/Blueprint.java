package dev.yadori.launcher.prepare;

import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.dhcp6.Lease6;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.launcher.ra.RouterLink;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.util.List;

/** Reads the wire contract. */
public interface Blueprint {

    /** Makes the guest's media and says what it is made of. */
    dev.yadori.launcher.domain.LaunchSpec drawn(LaunchSpec spec) throws StartException;

    /** The links on which somebody has to answer. */
    List<ServedLink> links(LaunchSpec spec) throws StartException;

    /** A bridge and what the guest on it is told. */
    sealed interface ServedLink {
        String device();

        /** By DHCPv4. */
        record Ipv4(String device, Lease lease) implements ServedLink {}

        /** By DHCPv6 and router advertisements. */
        record Ipv6(String device, Lease6 lease, RouterLink router) implements ServedLink {}
    }
}
