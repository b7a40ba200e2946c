package dev.yadori.handler.launcher;

import dev.yadori.handler.launch.LaunchFacts;
import dev.yadori.handler.pod.PciAddress;
import java.util.List;

/**
 * An interface of a guest, joined to its pod.
 *
 * @param name of the interface in the object
 * @param podInterface name of the link in the pod
 * @param addresses under which others reach the guest, the first one first
 * @param queues 0 where they are the guest's own business
 */
public record GuestLink(String name, String podInterface, List<String> addresses, int queues, Joint joint) {
    public GuestLink {
        addresses = List.copyOf(addresses);
    }

    /** What joins the guest's card to the network. */
    public sealed interface Joint {
        String mac();

        /** A tap that waits for an emulated card. */
        record Tap(LaunchFacts.Link link) implements Joint {
            @Override
            public String mac() {
                return link.mac();
            }
        }

        /**
         * A function of the node's network card, which is the guest's card.
         *
         * @param mac what the network's plugin was asked to give to it
         */
        record Function(PciAddress address, String mac) implements Joint {}
    }
}
