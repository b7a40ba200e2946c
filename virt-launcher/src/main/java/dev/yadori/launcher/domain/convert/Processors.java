package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.CpuModel;
import dev.yadori.launcher.domain.Domain;
import dev.yadori.launcher.domain.HostFacts;
import dev.yadori.launcher.domain.LaunchSpec;
import dev.yadori.launcher.domain.Placement;

/** The guest's processors. Emulation has no host processor to pass on, so it gives the most that it can. */
final class Processors {
    private Processors() {}

    static Domain.Cpu cpu(LaunchSpec spec, HostFacts host, Placement placement) {
        var asked = spec.compute().model();
        var model = host.kvmUsable()
                ? asked
                : switch (asked) {
                    case CpuModel.HostPassthrough(var features) -> new CpuModel.Maximum(features);
                    case CpuModel.HostModel(var features) -> new CpuModel.Maximum(features);
                    case CpuModel.Named named -> named;
                    case CpuModel.Maximum maximum -> maximum;
                };
        return new Domain.Cpu(spec.compute().topology(), model, placement);
    }
}
