package dev.yadori.handler.launch;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.launcher.EmulatorCpus;
import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.Features;
import dev.yadori.proto.launcher.v1.Compute;
import dev.yadori.proto.launcher.v1.CpuFeature;
import dev.yadori.proto.launcher.v1.CpuModel;
import dev.yadori.proto.launcher.v1.CpuTopology;
import dev.yadori.proto.launcher.v1.DedicatedCpus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Processors and memory. */
final class ComputeMapper {
    private ComputeMapper() {}

    static Compute compute(Guest guest, ClusterConfig config, FieldErrors errors) {
        var domain = guest.domain();
        var topology = Topology.of(domain);
        if (Topology.grows(domain.cpu(), topology)) {
            errors.add("spec.domain.cpu.maxSockets", "CPUs cannot be added to a running guest");
        }
        var page = GuestMemory.pageSize(domain);
        var compute = Compute.newBuilder()
                .setTopology(topology)
                .setModel(model(guest, config, errors))
                .setMemoryBytes(memory(guest, errors))
                .setHugepageBytes(page == null ? 0 : GuestMemory.bytes(page));
        dedicated(guest, config, topology, errors).ifPresent(compute::setDedicated);
        return compute.build();
    }

    private static Optional<DedicatedCpus> dedicated(
            Guest guest, ClusterConfig config, CpuTopology topology, FieldErrors errors) {
        var cpu = guest.domain().cpu();
        boolean mirrors = cpu != null && cpu.mirrorsHostCells();
        if (cpu == null || !cpu.ownsHostCpus()) {
            if (mirrors) {
                errors.add("spec.domain.cpu.numa.guestMappingPassthrough", "needs dedicatedCpuPlacement");
            }
            return Optional.empty();
        }
        if (mirrors && GuestMemory.pageSize(guest.domain()) == null) {
            errors.add("spec.domain.cpu.numa.guestMappingPassthrough", "needs memory.hugepages");
        }
        return Optional.of(DedicatedCpus.newBuilder()
                .setEmulatorCpus(EmulatorCpus.of(cpu, guest.annotations(), Topology.vcpus(topology)))
                .setMirrorCells(mirrors)
                .setAlignFunctions(mirrors && config.isEnabled(ClusterConfig.PCI_NUMA_AWARE_TOPOLOGY))
                .build());
    }

    private static long memory(Guest guest, FieldErrors errors) {
        long bytes = GuestMemory.of(guest.domain()).map(GuestMemory::bytes).orElse(0L);
        if (bytes < 1) {
            errors.add("spec.domain.memory.guest", "must be at least one byte");
        }
        var memory = guest.domain().memory();
        if (memory != null && memory.maxGuest() != null && GuestMemory.bytes(memory.maxGuest()) > bytes) {
            errors.add("spec.domain.memory.maxGuest", "memory cannot be added to a running guest");
        }
        return bytes;
    }

    private static CpuModel model(Guest guest, ClusterConfig config, FieldErrors errors) {
        var cpu = guest.domain().cpu();
        var name = cpu == null || cpu.model() == null ? config.guestDefaults().cpuModel() : cpu.model();
        var model = CpuModel.newBuilder();
        switch (name) {
            case "host-model" -> model.setHostModel(CpuModel.HostModel.getDefaultInstance());
            case "host-passthrough" -> model.setHostPassthrough(CpuModel.HostPassthrough.getDefaultInstance());
            default -> model.setNamed(name);
        }
        var features = new LinkedHashMap<String, CpuFeature>();
        for (var feature : features(guest, cpu, model.hasNamed(), errors)) {
            features.putIfAbsent(feature.getName(), feature);
        }
        return model.addAllFeatures(features.values()).build();
    }

    /** Those asked for come first and win. */
    private static List<CpuFeature> features(Guest guest, @Nullable Cpu cpu, boolean named, FieldErrors errors) {
        var features = new ArrayList<CpuFeature>();
        if (cpu != null) {
            for (int i = 0; i < cpu.features().size(); i++) {
                features.add(feature(cpu.features().get(i), "spec.domain.cpu.features[" + i + "]", errors));
            }
        }
        if (nestedControl(guest.domain().features())) {
            features.add(feature("vmx", CpuFeature.Policy.POLICY_REQUIRE));
        }
        if (named) {
            // Kernels and QEMU have dropped MPX, named models of older processors still list it.
            features.add(feature("mpx", CpuFeature.Policy.POLICY_DISABLE));
        }
        return features;
    }

    private static boolean nestedControl(@Nullable Features features) {
        return features != null
                && features.hyperv() != null
                && FeaturesMapper.given(features.hyperv().evmcs());
    }

    private static CpuFeature feature(Cpu.CpuFeature asked, String path, FieldErrors errors) {
        var policy = Objects.requireNonNullElse(asked.policy(), Cpu.FeaturePolicy.REQUIRE);
        return feature(
                Objects.requireNonNullElse(asked.name(), ""),
                switch (policy) {
                    case FORCE -> CpuFeature.Policy.POLICY_FORCE;
                    case REQUIRE -> CpuFeature.Policy.POLICY_REQUIRE;
                    case OPTIONAL -> CpuFeature.Policy.POLICY_OPTIONAL;
                    case DISABLE -> CpuFeature.Policy.POLICY_DISABLE;
                    case FORBID -> CpuFeature.Policy.POLICY_FORBID;
                    case UNRECOGNIZED -> {
                        errors.unsupported(path + ".policy");
                        yield CpuFeature.Policy.POLICY_UNSPECIFIED;
                    }
                });
    }

    private static CpuFeature feature(String name, CpuFeature.Policy policy) {
        return CpuFeature.newBuilder().setName(name).setPolicy(policy).build();
    }
}
