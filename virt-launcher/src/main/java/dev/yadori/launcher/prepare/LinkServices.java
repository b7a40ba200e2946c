package dev.yadori.launcher.prepare;

import dev.yadori.launcher.dhcp.DhcpEndpoint;
import dev.yadori.launcher.dhcp.DhcpService;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.launcher.log.Log;
import dev.yadori.launcher.prepare.Blueprint.ServedLink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** DHCP on the guest's links. A link that is served already, with the same lease, is left alone. */
public final class LinkServices {
    private final DhcpService dhcp;
    private final Function<String, DhcpEndpoint> endpoints;
    private final Map<ServedLink, DhcpService.Serving> serving = new HashMap<>();

    /** The endpoint is where to listen for the guest behind a device. */
    public LinkServices(DhcpService dhcp, Function<String, DhcpEndpoint> endpoints) {
        this.dhcp = dhcp;
        this.endpoints = endpoints;
    }

    public synchronized void serve(List<ServedLink> links) throws StartException {
        serving.entrySet().removeIf(entry -> {
            boolean outdated = !links.contains(entry.getKey());
            if (outdated) {
                entry.getValue().close();
            }
            return outdated;
        });
        for (var link : links) {
            if (!serving.containsKey(link)) {
                serving.put(link, serve(link));
            }
        }
    }

    private DhcpService.Serving serve(ServedLink link) throws StartException {
        try {
            var served = dhcp.serve(link.lease(), endpoints.apply(link.device()));
            Log.info()
                    .addKeyValue("device", link.device())
                    .addKeyValue("address", link.lease().address())
                    .log("answering dhcp");
            return served;
        } catch (RuntimeException e) {
            throw new StartException(
                    StartException.Kind.MISSING, "DHCP_NOT_SERVED", "DHCP on " + link.device() + ": " + e.getMessage());
        }
    }
}
