package dev.yadori.launcher.hypervisor;

import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.NetworkInterface;
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

    /** Cards that cannot be moved along with the guest. */
    public List<Card> functions() {
        return cards.stream().filter(card -> card.kind() == Kind.FUNCTION).toList();
    }

    /** A card with the name that it was given. */
    public record Card(String name, boolean linkUp, Kind kind) {
        /** What the hypervisor calls it. */
        public String alias() {
            return switch (kind) {
                case TAP -> NetworkInterface.ALIAS + name;
                case FUNCTION -> HostFunction.ALIAS + name;
            };
        }
    }

    /** What is behind a card. */
    public enum Kind {
        TAP,
        /** A function of the node's PCI bus. */
        FUNCTION
    }
}
