package dev.yadori.crds.placement;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.NodeLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.MachineStatus;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node must have, beside what any node of the guest's pod must, for a guest that was started elsewhere: its CPU model as it
 * was resolved there, and the version of its machine type.
 *
 * @param sourceLabels of the node that the guest runs on
 * @param sourceSelector of the pod that it runs in
 */
public record GuestNeeds(
        VirtualMachineInstance vmi,
        ClusterConfig config,
        Map<String, String> sourceLabels,
        Map<String, String> sourceSelector) {

    private static final String TRUE = "true";

    /** Labels of nodes. None under emulation, which is the same everywhere. */
    public Map<String, String> nodeSelector() {
        var selectors = new TreeMap<String, String>();
        if (!config.useEmulation()) {
            if (isHostModel()) {
                hostModel(selectors);
            }
            machine(selectors);
        }
        return selectors;
    }

    /** A guest that has moved before keeps the model it was started with, which its pod says and its node does not. */
    private void hostModel(Map<String, String> selectors) {
        boolean moved =
                sourceSelector.keySet().stream().anyMatch(key -> key.startsWith(NodeLabels.CPU_MODEL_MIGRATION_PREFIX));
        if (moved) {
            sourceSelector.forEach((key, value) -> {
                if (key.startsWith(NodeLabels.CPU_MODEL_MIGRATION_PREFIX)
                        || key.startsWith(NodeLabels.CPU_FEATURE_PREFIX)
                        || key.startsWith(NodeLabels.CPU_VENDOR_PREFIX)) {
                    selectors.put(key, value);
                }
            });
            return;
        }
        for (String label : sourceLabels.keySet()) {
            rest(label, NodeLabels.HOST_MODEL_CPU_PREFIX)
                    .ifPresent(model -> selectors.put(NodeLabels.CPU_MODEL_MIGRATION_PREFIX + model, TRUE));
            rest(label, NodeLabels.HOST_MODEL_FEATURE_PREFIX)
                    .ifPresent(feature -> selectors.put(NodeLabels.CPU_FEATURE_PREFIX + feature, TRUE));
            rest(label, NodeLabels.CPU_VENDOR_PREFIX).ifPresent(_ -> selectors.put(label, TRUE));
        }
    }

    /** The version of the machine type that the guest has, where nodes tell their versions. */
    private void machine(Map<String, String> selectors) {
        Optional.ofNullable(vmi.getStatus())
                .map(VirtualMachineInstanceStatus::machine)
                .map(MachineStatus::type)
                .map(type -> NodeLabels.MACHINE_TYPE_PREFIX + type)
                .filter(sourceLabels::containsKey)
                .ifPresent(label -> selectors.put(label, TRUE));
    }

    private boolean isHostModel() {
        return Optional.ofNullable(vmi.getSpec())
                .map(VirtualMachineInstanceSpec::domain)
                .map(DomainSpec::cpu)
                .map(Cpu::model)
                .orElse(config.guestDefaults().cpuModel())
                .equals("host-model");
    }

    private static Optional<String> rest(String label, String prefix) {
        return label.startsWith(prefix) ? Optional.of(label.substring(prefix.length())) : Optional.empty();
    }
}
