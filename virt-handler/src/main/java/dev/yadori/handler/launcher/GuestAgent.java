package dev.yadori.handler.launcher;

import java.util.List;
import java.util.Set;

/**
 * What lasts of what the guest's agent says, cut to what a status may hold: neither the guest nor its launcher is trusted.
 *
 * @param commands that are enabled
 */
public record GuestAgent(String version, Set<String> commands, Os os, boolean frozen, List<Nic> nics) {
    public GuestAgent {
        commands = Set.copyOf(commands);
        nics = List.copyOf(nics);
    }

    /** The operating system; empty where it does not say. */
    public record Os(
            String id,
            String name,
            String prettyName,
            String version,
            String versionId,
            String kernelRelease,
            String kernelVersion,
            String machine) {}

    /**
     * An interface as the guest sees it.
     *
     * @param mac in lower case, or empty
     */
    public record Nic(String name, String mac, List<String> addresses) {
        public Nic {
            addresses = List.copyOf(addresses);
        }
    }
}
