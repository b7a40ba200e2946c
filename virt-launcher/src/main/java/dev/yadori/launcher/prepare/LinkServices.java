package dev.yadori.launcher.prepare;

import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.launcher.log.Log;
import dev.yadori.launcher.prepare.Blueprint.ServedLink;
import dev.yadori.launcher.ra.LinkSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * DHCP and router advertisements on the guest's links. A link that is served already, in the same way, is left alone. A
 * router waits for its socket, and a socket for its router, whichever comes first. Never called on an event loop that the
 * services run on, but for {@link #wanted}.
 */
public final class LinkServices {
    private final LinkAnswers answers;
    private final Map<ServedLink, AutoCloseable> serving = new HashMap<>();
    private final Map<String, AutoCloseable> routers = new HashMap<>();
    private final Map<String, LinkSocket> waiting = new HashMap<>();
    private final Map<String, ServedLink.Ipv6> wanted = new ConcurrentHashMap<>();

    public LinkServices(LinkAnswers answers) {
        this.answers = answers;
    }

    public synchronized void serve(List<ServedLink> links) throws StartException {
        serving.entrySet().removeIf(entry -> {
            boolean outdated = !links.contains(entry.getKey());
            if (outdated) {
                end(entry.getValue());
                stopRouter(entry.getKey());
            }
            return outdated;
        });
        for (var link : links) {
            if (!serving.containsKey(link)) {
                serving.put(link, started(link));
                startRouter(link);
            }
        }
    }

    /** A raw socket for the router on that device; it replaces the one before. */
    public synchronized void take(String device, LinkSocket socket) {
        var before = waiting.put(device, socket);
        if (before != null) {
            answers.discard(before);
        }
        serving.keySet().stream()
                .filter(link -> link.device().equals(device))
                .toList()
                .forEach(this::startRouter);
    }

    /** Devices whose router has no socket. */
    public List<String> wanted() {
        return List.copyOf(wanted.keySet());
    }

    private AutoCloseable started(ServedLink link) throws StartException {
        try {
            return switch (link) {
                case ServedLink.Ipv4(var device, var lease) -> {
                    logged(device, lease.address());
                    yield answers.dhcp(device, lease);
                }
                case ServedLink.Ipv6(var device, var lease, var _) -> {
                    logged(device, lease.address());
                    yield answers.dhcp6(device, lease);
                }
            };
        } catch (RuntimeException e) {
            throw new StartException(
                    StartException.Kind.MISSING, "DHCP_NOT_SERVED", "DHCP on " + link.device() + ": " + e.getMessage());
        }
    }

    private static void logged(String device, Object address) {
        Log.info().addKeyValue("device", device).addKeyValue("address", address).log("answering dhcp");
    }

    private void startRouter(ServedLink link) {
        if (!(link instanceof ServedLink.Ipv6 ipv6)) {
            return;
        }
        var socket = waiting.remove(link.device());
        if (socket == null) {
            if (!routers.containsKey(link.device())) {
                wanted.put(link.device(), ipv6);
            }
            return;
        }
        stopRouter(link);
        try {
            routers.put(link.device(), answers.router(ipv6.router(), socket));
            wanted.remove(link.device());
            Log.info().addKeyValue("device", link.device()).log("advertising a router");
        } catch (RuntimeException e) {
            wanted.put(link.device(), ipv6);
            Log.error()
                    .addKeyValue("device", link.device())
                    .addKeyValue("error", e)
                    .log("no router is advertised");
        }
    }

    private void stopRouter(ServedLink link) {
        if (link instanceof ServedLink.Ipv6) {
            wanted.remove(link.device());
            var router = routers.remove(link.device());
            if (router != null) {
                end(router);
            }
        }
    }

    private static void end(AutoCloseable service) {
        try {
            service.close();
        } catch (Exception e) {
            Log.warn().addKeyValue("error", e).log("a service of a link did not end");
        }
    }
}
