package dev.yadori.launcher.domain;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a guest finds a card.
 *
 * @param address on the guest's bus; empty: where the hypervisor puts it
 * @param acpiIndex from which the guest's firmware makes a name that stays, 1 to 16383
 */
public record GuestSlot(Optional<PciAddress> address, OptionalInt acpiIndex) {
    /** Wherever there is room. */
    public static final GuestSlot ANY = new GuestSlot(Optional.empty(), OptionalInt.empty());
}
