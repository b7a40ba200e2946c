package dev.yadori.launcher.hypervisor;

import java.util.List;

/**
 * What the hypervisor made of what it was asked for.
 *
 * @param accelerated whether the processor's own virtualization runs it
 * @param machineType with its version
 * @param cards that the guest has
 */
public record DomainFacts(boolean accelerated, String machineType, boolean agentConnected, List<Card> cards) {
    public static final DomainFacts NONE = new DomainFacts(false, "", false, List.of());

    public DomainFacts {
        cards = List.copyOf(cards);
    }

    /** A card with the name that it was given. */
    public record Card(String name, boolean linkUp) {}
}
