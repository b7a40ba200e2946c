package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.ClaimInfo;
import dev.yadori.handler.launcher.GuestLink;
import java.util.List;
import java.util.Map;

/**
 * What was found out about a guest for its start, and is shown in its status.
 *
 * @param links how its pod was plumbed
 * @param claims by the name of the volume
 */
public record Findings(List<GuestLink> links, Map<String, ClaimInfo> claims) {
    public Findings {
        links = List.copyOf(links);
        claims = Map.copyOf(claims);
    }
}
