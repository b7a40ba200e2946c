package dev.yadori.launcher.domain;

import java.util.List;

/** Which processor the guest sees. */
public sealed interface CpuModel {
    List<CpuFeature> features();

    /** The host's own, as it is. */
    record HostPassthrough(List<CpuFeature> features) implements CpuModel {}

    /** The named model that is closest to the host's. */
    record HostModel(List<CpuFeature> features) implements CpuModel {}

    /** A model by its name. */
    record Named(String name, List<CpuFeature> features) implements CpuModel {}

    /** What software emulation can do at most. */
    record Maximum(List<CpuFeature> features) implements CpuModel {}

    /** A difference from the model. */
    record CpuFeature(String name, Policy policy) {}

    /** What libvirt does about a feature; the names are libvirt's. */
    enum Policy {
        FORCE,
        REQUIRE,
        OPTIONAL,
        DISABLE,
        FORBID
    }
}
