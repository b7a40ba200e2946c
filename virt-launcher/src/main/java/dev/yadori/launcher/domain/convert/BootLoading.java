package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.Domain;
import dev.yadori.launcher.domain.Features;
import dev.yadori.launcher.domain.HostFacts;
import dev.yadori.launcher.domain.LaunchSpec;
import dev.yadori.launcher.domain.LaunchSpec.FirmwareKind;
import java.util.Optional;

/** Firmware and kernel. */
final class BootLoading {
    private BootLoading() {}

    static Domain.Os os(LaunchSpec spec, HostFacts host) {
        Optional<Domain.Loader> loader = switch (spec.boot().firmware()) {
            case FirmwareKind.Bios(var _) -> Optional.empty();
            case FirmwareKind.Uefi(var secureBoot, var variables) ->
                Optional.of(new Domain.Loader(
                        secureBoot
                                ? host.firmware().secureBoot()
                                : host.firmware().plain(),
                        secureBoot,
                        variables));
        };
        boolean onSerial = spec.boot().firmware() instanceof FirmwareKind.Bios(var useSerial) && useSerial;
        return new Domain.Os(
                spec.boot().machine(), loader, onSerial, spec.boot().kernel());
    }

    /** Secure boot keeps its variables behind system management mode. */
    static Features features(LaunchSpec spec) {
        return switch (spec.boot().firmware()) {
            case FirmwareKind.Bios(var _) -> spec.features();
            case FirmwareKind.Uefi(var secureBoot, var _) ->
                secureBoot ? spec.features().withSmm() : spec.features();
        };
    }
}
