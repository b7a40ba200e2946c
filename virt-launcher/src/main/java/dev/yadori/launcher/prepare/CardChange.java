package dev.yadori.launcher.prepare;

import dev.yadori.launcher.domain.Card;
import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.NetworkInterface.LinkState;
import dev.yadori.launcher.hypervisor.DomainFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/** One thing to do with a card of a guest that runs. */
sealed interface CardChange {

    /** The guest is asked to let it go. */
    record Unplug(DomainFacts.Card card) implements CardChange {}

    /** The guest's carrier comes or goes. */
    record SetLink(Card card) implements CardChange {}

    /** The guest gets it. */
    record Plug(Card card) implements CardChange {}

    /**
     * From the cards that the guest has to those that it is to have: first what goes, then what is changed, then what comes,
     * in the order in which it was asked for, and functions last: the standby of one has to be there before it.
     */
    static List<CardChange> plan(List<Card> wanted, List<DomainFacts.Card> present) {
        var names = wanted.stream().map(Card::name).collect(Collectors.toSet());
        var links = new HashMap<String, LinkState>();
        present.forEach(card -> links.put(card.name(), card.linkUp() ? LinkState.UP : LinkState.DOWN));
        var changes = new ArrayList<CardChange>();
        present.stream().filter(card -> !names.contains(card.name())).forEach(card -> changes.add(new Unplug(card)));
        wanted.stream()
                .filter(card -> links.containsKey(card.name()) && links.get(card.name()) != card.link())
                .forEach(card -> changes.add(new SetLink(card)));
        wanted.stream()
                .filter(card -> !links.containsKey(card.name()))
                .sorted(Comparator.comparing(HostFunction.class::isInstance))
                .forEach(card -> changes.add(new Plug(card)));
        return changes;
    }
}
