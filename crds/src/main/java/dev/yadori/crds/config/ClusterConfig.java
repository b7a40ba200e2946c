package dev.yadori.crds.config;

import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.KubeVirtSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the operator of the cluster has chosen. An immutable value: a change is a new one. */
public record ClusterConfig(
        GuestDefaults guestDefaults,
        PodRules podRules,
        Networking networking,
        boolean useEmulation,
        Set<String> gates,
        MigrationRules migrations) {

    /** The gate of image volumes: with it, images of disks are mounted by the kubelet. */
    public static final String IMAGE_VOLUME = "ImageVolume";

    /** The gate of functions that a guest with NUMA cells sees near to one of them. */
    public static final String PCI_NUMA_AWARE_TOPOLOGY = "PCINUMAAwareTopology";

    public static final ClusterConfig DEFAULT = new ClusterConfig(
            new GuestDefaults("q35", "host-model", "None", List.of("q35*", "pc-q35*"), 10, true),
            new PodRules("IfNotPresent", 100, 10, 100, 1.0, Map.of(), Optional.empty()),
            new Networking(Binding.BRIDGE, true),
            false,
            Set.of(IMAGE_VOLUME));

    public ClusterConfig {
        gates = Set.copyOf(gates);
    }

    /** With the default rules for migrations. */
    public ClusterConfig(
            GuestDefaults guestDefaults,
            PodRules podRules,
            Networking networking,
            boolean useEmulation,
            Set<String> gates) {
        this(guestDefaults, podRules, networking, useEmulation, gates, MigrationRules.DEFAULT);
    }

    /**
     * What a KubeVirt object says, by the defaults where it says nothing. A setting that cannot be followed is a violation,
     * and its default holds.
     */
    public static Resolution from(KubeVirtSpec spec) {
        return new ConfigReading(spec).resolve();
    }

    /** What these KubeVirt objects say, all there are; the defaults where there are none. */
    public static Resolution from(Collection<KubeVirt> objects) {
        return from(counting(objects).map(KubeVirt::getSpec).orElseGet(KubeVirtSpec::empty));
    }

    /** The one of these objects that counts: the oldest, so that a new one changes nothing by surprise. */
    public static Optional<KubeVirt> counting(Collection<KubeVirt> objects) {
        return objects.stream()
                .min(Comparator.comparing((KubeVirt object) ->
                                Objects.toString(object.getMetadata().getCreationTimestamp(), ""))
                        .thenComparing(object -> object.getMetadata().getName()));
    }

    /** Whether guests may have this machine type. */
    public boolean allowsMachine(String type) {
        return matches(guestDefaults.emulatedMachines(), type);
    }

    static boolean matches(List<String> patterns, String type) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                        : pattern.equals(type));
    }

    /** A configuration, and which settings of its object it could not follow. */
    public record Resolution(ClusterConfig config, List<ConfigViolation> violations) {
        public Resolution {
            violations = List.copyOf(violations);
        }
    }

    /** The same without a feature gate, where the cluster cannot do what it stands for. */
    public ClusterConfig without(String gate) {
        var left = new HashSet<>(gates);
        left.remove(gate);
        return new ClusterConfig(guestDefaults, podRules, networking, useEmulation, left);
    }

    /** Whether a feature gate is on: those that are on unless disabled, and those that were switched on. */
    public boolean isEnabled(String gate) {
        return gates.contains(gate);
    }

    /**
     * What a guest gets that does not say.
     *
     * @param emulatedMachines patterns of machine types that are allowed, with * at the end
     * @param balloonPeriodSeconds 0: no statistics
     */
    public record GuestDefaults(
            String machineType,
            String cpuModel,
            String evictionStrategy,
            List<String> emulatedMachines,
            int balloonPeriodSeconds,
            boolean freePageReporting) {
        public GuestDefaults {
            emulatedMachines = List.copyOf(emulatedMachines);
        }
    }

    /**
     * What goes into a launcher pod.
     *
     * @param cpuRequestMillis of a guest that states no CPU
     * @param cpuAllocationRatio virtual CPUs for one requested
     * @param memoryOvercommitPercent guest memory for what is requested, in percent
     * @param overheadRatio factor on the memory overhead
     */
    public record PodRules(
            String imagePullPolicy,
            int cpuRequestMillis,
            int cpuAllocationRatio,
            int memoryOvercommitPercent,
            double overheadRatio,
            Map<String, String> nodeSelectors,
            Optional<String> runtimeClass) {
        public PodRules {
            nodeSelectors = Map.copyOf(nodeSelectors);
        }
    }

    /** What a guest is connected with that does not say. */
    public record Networking(Binding defaultBinding, boolean bridgeOnPodNetwork) {}

    /** How the interface of the pod network is joined. */
    public enum Binding {
        BRIDGE,
        MASQUERADE
    }
}
