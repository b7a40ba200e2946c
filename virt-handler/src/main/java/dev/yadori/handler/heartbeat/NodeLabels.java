package dev.yadori.handler.heartbeat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The labels that say what a node can do, KubeVirt's. Pure. */
final class NodeLabels {

    static final String OBSOLETE_HOST_MODEL = "node-labeller.kubevirt.io/obsolete-host-model";

    private static final String TRUE = "true";
    private static final String CPU_MODEL = "cpu-model.node.kubevirt.io/";
    private static final String CPU_MODEL_MIGRATION = "cpu-model-migration.node.kubevirt.io/";
    private static final String CPU_FEATURE = "cpu-feature.node.kubevirt.io/";
    private static final String CPU_VENDOR = "cpu-vendor.node.kubevirt.io/";
    private static final String HOST_MODEL = "host-model-cpu.node.kubevirt.io/";
    private static final String HOST_MODEL_FEATURE = "host-model-required-features.node.kubevirt.io/";
    private static final String MACHINE = "machine-type.node.kubevirt.io/";
    private static final String HYPERV = "hyperv.node.kubevirt.io/";

    private static final List<String> PREFIXES = List.of(
            CPU_MODEL, CPU_MODEL_MIGRATION, CPU_FEATURE, CPU_VENDOR, HOST_MODEL, HOST_MODEL_FEATURE, MACHINE, HYPERV);

    /** Names by libvirt and by the label. */
    private static final Map<String, String> ENLIGHTENMENTS = Map.of(
            "vpindex", "vpindex",
            "runtime", "runtime",
            "synic", "synic",
            "stimer", "synictimer",
            "reset", "reset",
            "frequencies", "frequencies",
            "reenlightenment", "reenlightenment",
            "tlbflush", "tlbflush",
            "ipi", "ipi");

    /** Models that no guest should be put on for host-model, because nothing recent runs there. */
    private static final Set<String> OBSOLETE = Set.of(
            "486",
            "pentium",
            "pentium2",
            "pentium3",
            "pentiumpro",
            "coreduo",
            "core2duo",
            "n270",
            "Conroe",
            "athlon",
            "phenom",
            "qemu64",
            "qemu32",
            "kvm64",
            "kvm32",
            "Opteron_G1",
            "Opteron_G2");

    private static final Pattern LABEL_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

    private NodeLabels() {}

    /** Whether a label is one that is removed where it no longer holds. */
    static boolean isOurs(String label) {
        return label.equals(OBSOLETE_HOST_MODEL) || PREFIXES.stream().anyMatch(label::startsWith);
    }

    static Map<String, String> of(NodeCapabilities node) {
        Map<String, String> labels = new TreeMap<>();
        put(labels, MACHINE, node.machines().stream());
        put(labels, CPU_MODEL, node.models().usable().stream().filter(NodeLabels::isCurrent));
        put(labels, CPU_MODEL_MIGRATION, node.models().known().stream().filter(NodeLabels::isCurrent));
        put(labels, CPU_FEATURE, node.features().stream());
        put(labels, HYPERV, hyperv(node));
        node.hostModel().ifPresent(model -> {
            put(labels, HOST_MODEL, Stream.of(model.name()));
            put(labels, CPU_VENDOR, Stream.of(model.vendor()));
            put(labels, HOST_MODEL_FEATURE, model.requiredFeatures().stream());
            if (!isCurrent(model.name())) {
                labels.put(OBSOLETE_HOST_MODEL, TRUE);
            }
        });
        return labels;
    }

    private static Stream<String> hyperv(NodeCapabilities node) {
        if (!node.hyperv().contains("vpindex")) {
            return Stream.empty();
        }
        return Stream.concat(
                Stream.of("base", "time"),
                ENLIGHTENMENTS.entrySet().stream()
                        .filter(entry -> node.hyperv().contains(entry.getKey()))
                        .map(Map.Entry::getValue));
    }

    private static void put(Map<String, String> labels, String prefix, Stream<String> names) {
        names.filter(name -> LABEL_NAME.matcher(name).matches()).forEach(name -> labels.put(prefix + name, TRUE));
    }

    private static boolean isCurrent(String model) {
        return !OBSOLETE.contains(model.endsWith("-v1") ? model.substring(0, model.length() - 3) : model);
    }
}
