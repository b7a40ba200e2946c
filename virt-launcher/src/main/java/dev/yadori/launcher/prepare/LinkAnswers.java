package dev.yadori.launcher.prepare;

import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.dhcp6.Lease6;
import dev.yadori.launcher.ra.LinkSocket;
import dev.yadori.launcher.ra.RouterLink;

/** Those who answer on links. What is returned goes on until it is closed; what cannot start throws. */
public interface LinkAnswers {

    AutoCloseable dhcp(String device, Lease lease);

    AutoCloseable dhcp6(String device, Lease6 lease);

    /** Takes the socket over, whatever comes of it. */
    AutoCloseable router(RouterLink link, LinkSocket socket);

    /** A socket that nobody needs. */
    void discard(LinkSocket socket);
}
