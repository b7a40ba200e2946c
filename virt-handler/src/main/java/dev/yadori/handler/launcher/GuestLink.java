package dev.yadori.handler.launcher;

import dev.yadori.handler.launch.LaunchFacts;
import java.util.List;

/**
 * An interface of a guest, joined to its pod.
 *
 * @param name of the interface in the object
 * @param podInterface name of the link in the pod
 * @param addresses under which others reach the guest, the first one first
 */
public record GuestLink(String name, String podInterface, List<String> addresses, int queues, LaunchFacts.Link link) {
    public GuestLink {
        addresses = List.copyOf(addresses);
    }
}
