package dev.yadori.launcher.prepare;

import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.dhcp6.Lease6;
import dev.yadori.launcher.ra.LinkSocket;
import dev.yadori.launcher.ra.RouterLink;
import java.util.ArrayList;
import java.util.List;

/** Notes what it is asked for. */
public final class FakeLinkAnswers implements LinkAnswers {
    final List<String> events = new ArrayList<>();
    boolean broken;

    @Override
    public AutoCloseable dhcp(String device, Lease lease) {
        return started("serve " + lease.address(), "close");
    }

    @Override
    public AutoCloseable dhcp6(String device, Lease6 lease) {
        return started("serve " + lease.address(), "close");
    }

    @Override
    public AutoCloseable router(RouterLink link, LinkSocket socket) {
        return started("route " + socket.descriptor(), "close " + socket.descriptor());
    }

    @Override
    public void discard(LinkSocket socket) {
        events.add("discard " + socket.descriptor());
    }

    private AutoCloseable started(String event, String end) {
        if (broken) {
            throw new IllegalStateException("no such device");
        }
        events.add(event);
        return () -> events.add(end);
    }
}
