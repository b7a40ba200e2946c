package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.Interface;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Where the guest finds its cards: a place on its bus and an index of its firmware are for one card each. */
final class SlotRules {
    private static final Pattern PCI_ADDRESS = Pattern.compile("[0-9a-fA-F]{4}:[0-9a-fA-F]{2}:[01][0-9a-fA-F]\\.[0-7]");

    private final Faults faults;
    private final Map<String, FieldPath> addresses = new HashMap<>();
    private final Map<Integer, FieldPath> indexes = new HashMap<>();

    SlotRules(Faults faults) {
        this.faults = faults;
    }

    void check(Interface card, FieldPath at) {
        String address = card.pciAddress();
        if (address != null && !PCI_ADDRESS.matcher(address).matches()) {
            faults.invalid(at.field("pciAddress"), "must be a PCI address such as 0000:05:00.0, is '" + address + "'");
        } else if (address != null) {
            taken(addresses, address.toLowerCase(Locale.ROOT), at.field("pciAddress"));
        }
        if (card.acpiIndex() != null) {
            taken(indexes, card.acpiIndex(), at.field("acpiIndex"));
        }
    }

    private <T> void taken(Map<T, FieldPath> all, T value, FieldPath at) {
        FieldPath first = all.putIfAbsent(value, at);
        if (first != null) {
            faults.duplicate(at, value + " is taken by " + first);
        }
    }
}
