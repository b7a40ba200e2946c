package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.Disk;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.Firmware;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Memory;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A VirtualMachineInstance spec with its defaults filled in, as the rules look at it.
 *
 * @param path of the spec in its object, for messages
 */
record SpecView(VirtualMachineInstanceSpec spec, FieldPath path, ClusterConfig config) {

    FieldPath at(String field) {
        return path.field(field);
    }

    FieldPath device(String field) {
        return path.field("domain.devices." + field);
    }

    Optional<DomainSpec> domain() {
        return Optional.ofNullable(spec.domain());
    }

    Optional<Cpu> cpu() {
        return domain().map(DomainSpec::cpu);
    }

    Optional<Memory> memory() {
        return domain().map(DomainSpec::memory);
    }

    Optional<Firmware> firmware() {
        return domain().map(DomainSpec::firmware);
    }

    Optional<Devices> devices() {
        return domain().map(DomainSpec::devices);
    }

    List<Disk> disks() {
        return devices().map(Devices::disks).orElse(List.of());
    }

    List<Interface> interfaces() {
        return spec.interfaces();
    }

    Map<String, Volume> volumesByName() {
        return byName(spec.volumes(), Volume::name);
    }

    Map<String, Network> networksByName() {
        return byName(spec.networks(), Network::name);
    }

    private static <T> Map<String, T> byName(List<T> list, Function<T, @Nullable String> name) {
        return list.stream()
                .filter(item -> name.apply(item) != null)
                .collect(Collectors.toMap(item -> String.valueOf(name.apply(item)), item -> item, (a, b) -> a));
    }
}
