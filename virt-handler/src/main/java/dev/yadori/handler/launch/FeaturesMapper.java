package dev.yadori.handler.launch;

import dev.yadori.crds.v1.Features.FeatureApic;
import dev.yadori.crds.v1.Features.FeatureHyperv;
import dev.yadori.crds.v1.Features.FeatureState;
import dev.yadori.proto.launcher.v1.Features;
import dev.yadori.proto.launcher.v1.Hyperv;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Features of processor and chipset, and the Hyper-V enlightenments. */
final class FeaturesMapper {
    private static final long DEFAULT_SPINS = 4096;

    private FeaturesMapper() {}

    static Features features(Guest guest, FieldErrors errors) {
        var asked = guest.domain().features();
        var features = Features.newBuilder().setAcpi(true).setApic(true).setSmm(secureBoot(guest));
        if (asked == null) {
            return features.build();
        }
        features.setAcpi(asked.acpi() == null || given(asked.acpi()));
        apic(features, asked.apic());
        features.setSmm(features.getSmm() || given(asked.smm()));
        features.setKvmHidden(
                asked.kvm() != null && Boolean.TRUE.equals(asked.kvm().hidden()));
        if (given(asked.hypervPassthrough())) {
            errors.unsupported("spec.domain.features.hypervPassthrough");
        }
        errors.absent("spec.domain.features.pvspinlock", asked.pvspinlock());
        if (asked.hyperv() != null) {
            features.addAllHyperv(hyperv(asked.hyperv(), errors));
        }
        return features.build();
    }

    /** Whether a switch is there and on: an object without a word means on. */
    static boolean given(@Nullable FeatureState state) {
        return state != null && !Boolean.FALSE.equals(state.enabled());
    }

    /** OVMF's secure variant does not run without system management mode. */
    private static boolean secureBoot(Guest guest) {
        var firmware = guest.domain().firmware();
        return firmware != null
                && firmware.bootloader() != null
                && firmware.bootloader().efi() != null
                && BootMapper.isSecure(firmware.bootloader().efi());
    }

    private static void apic(Features.Builder features, @Nullable FeatureApic apic) {
        if (apic == null) {
            return;
        }
        features.setApic(!Boolean.FALSE.equals(apic.enabled()));
        if (apic.endOfInterrupt() != null) {
            features.setApicEndOfInterrupt(apic.endOfInterrupt());
        }
    }

    private static List<Hyperv> hyperv(FeatureHyperv asked, FieldErrors errors) {
        var all = new ArrayList<Hyperv>();
        toggle(all, "relaxed", asked.relaxed());
        // The nested control structure lives on the virtual interrupt controller.
        toggle(all, "vapic", given(asked.evmcs()) ? asked.evmcs() : asked.vapic());
        toggle(all, "vpindex", asked.vpindex());
        toggle(all, "runtime", asked.runtime());
        toggle(all, "synic", asked.synic());
        toggle(all, "reset", asked.reset());
        toggle(all, "frequencies", asked.frequencies());
        toggle(all, "reenlightenment", asked.reenlightenment());
        toggle(all, "ipi", asked.ipi());
        toggle(all, "evmcs", asked.evmcs());
        if (asked.tlbflush() != null) {
            toggle(all, "tlbflush", new FeatureState(asked.tlbflush().enabled()));
            errors.absent(
                    "spec.domain.features.hyperv.tlbflush.direct",
                    asked.tlbflush().direct());
            errors.absent(
                    "spec.domain.features.hyperv.tlbflush.extended",
                    asked.tlbflush().extended());
        }
        withValues(all, asked);
        return all;
    }

    private static void withValues(List<Hyperv> all, FeatureHyperv asked) {
        var spinlocks = asked.spinlocks();
        if (spinlocks != null) {
            long retries = Objects.requireNonNullElse(spinlocks.spinlocks(), DEFAULT_SPINS);
            all.add(Hyperv.newBuilder()
                    .setSpinlocks(Hyperv.Spinlocks.newBuilder()
                            .setOn(on(spinlocks.enabled()))
                            .setRetries((int) retries))
                    .build());
        }
        var vendor = asked.vendorid();
        if (vendor != null) {
            all.add(Hyperv.newBuilder()
                    .setVendorId(Hyperv.VendorId.newBuilder()
                            .setOn(on(vendor.enabled()))
                            .setValue(Objects.requireNonNullElse(vendor.vendorid(), "")))
                    .build());
        }
        var timer = asked.synictimer();
        if (timer != null) {
            all.add(Hyperv.newBuilder()
                    .setSyntheticTimer(Hyperv.SyntheticTimer.newBuilder()
                            .setOn(on(timer.enabled()))
                            .setDirect(given(timer.direct())))
                    .build());
        }
    }

    private static void toggle(List<Hyperv> all, String name, @Nullable FeatureState state) {
        if (state != null) {
            all.add(Hyperv.newBuilder()
                    .setToggle(Hyperv.Toggle.newBuilder().setName(name).setOn(on(state.enabled())))
                    .build());
        }
    }

    private static boolean on(@Nullable Boolean enabled) {
        return !Boolean.FALSE.equals(enabled);
    }
}
