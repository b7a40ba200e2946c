package dev.yadori.launcher.domain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the machine offers beside devices. */
public record Features(
        boolean acpi,
        Optional<Boolean> apicEndOfInterrupt,
        boolean apic,
        boolean smm,
        boolean kvmHidden,
        List<Hyperv> hyperv) {
    public Features {
        hyperv = List.copyOf(hyperv);
    }

    public Features withSmm() {
        return new Features(acpi, apicEndOfInterrupt, apic, true, kvmHidden, hyperv);
    }

    /** An enlightenment of Hyper-V; the order is libvirt's. */
    public sealed interface Hyperv {
        /** One that is on or off. */
        record Toggle(HypervToggle name, boolean on) implements Hyperv {}

        /** How often a guest tries a lock before it yields. */
        record Spinlocks(boolean on, OptionalInt retries) implements Hyperv {}

        /** What it says it is made by. */
        record VendorId(boolean on, String value) implements Hyperv {}

        /** Synthetic timers. */
        record SyntheticTimer(boolean on, boolean direct) implements Hyperv {}
    }

    /** The enlightenments that have no more to say. */
    public enum HypervToggle {
        RELAXED,
        VAPIC,
        VPINDEX,
        RUNTIME,
        SYNIC,
        RESET,
        FREQUENCIES,
        REENLIGHTENMENT,
        TLBFLUSH,
        IPI,
        EVMCS
    }
}
