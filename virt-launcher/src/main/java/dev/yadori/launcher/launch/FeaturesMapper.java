package dev.yadori.launcher.launch;

import dev.yadori.launcher.domain.Features;
import dev.yadori.launcher.domain.Features.Hyperv;
import dev.yadori.launcher.domain.Features.HypervToggle;
import java.util.Optional;
import java.util.stream.IntStream;

final class FeaturesMapper {
    private FeaturesMapper() {}

    static Features features(dev.yadori.proto.launcher.v1.Features asked) {
        return new Features(
                asked.getAcpi(),
                asked.hasApicEndOfInterrupt() ? Optional.of(asked.getApicEndOfInterrupt()) : Optional.empty(),
                asked.getApic(),
                asked.getSmm(),
                asked.getKvmHidden(),
                IntStream.range(0, asked.getHypervCount())
                        .mapToObj(i -> hyperv("features.hyperv[" + i + "]", asked.getHyperv(i)))
                        .toList());
    }

    private static Hyperv hyperv(String field, dev.yadori.proto.launcher.v1.Hyperv asked) {
        return switch (asked.getEnlightenmentCase()) {
            case TOGGLE ->
                new Hyperv.Toggle(
                        Fields.word(field + ".toggle.name", asked.getToggle().getName(), HypervToggle.class),
                        asked.getToggle().getOn());
            case SPINLOCKS ->
                new Hyperv.Spinlocks(
                        asked.getSpinlocks().getOn(),
                        Fields.optional(
                                field + ".spinlocks.retries",
                                asked.getSpinlocks().getRetries()));
            case VENDOR_ID ->
                new Hyperv.VendorId(
                        asked.getVendorId().getOn(), asked.getVendorId().getValue());
            case SYNTHETIC_TIMER ->
                new Hyperv.SyntheticTimer(
                        asked.getSyntheticTimer().getOn(),
                        asked.getSyntheticTimer().getDirect());
            case ENLIGHTENMENT_NOT_SET -> throw Fields.unknown(field);
        };
    }
}
