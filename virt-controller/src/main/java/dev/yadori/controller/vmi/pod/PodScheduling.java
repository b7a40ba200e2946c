package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.Cpu.CpuFeature;
import dev.yadori.crds.v1.Cpu.FeaturePolicy;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which nodes can have the guest. */
final class PodScheduling {

    private static final String DEFAULT_ARCHITECTURE = "amd64";
    private static final String HOST_MODEL = "host-model";
    private static final String HOST_PASSTHROUGH = "host-passthrough";
    private static final String TRUE = "true";

    private final DomainSpec domain;
    private final ClusterConfig config;

    PodScheduling(DomainSpec domain, ClusterConfig config) {
        this.domain = domain;
        this.config = config;
    }

    /** Labels a node must have: the user's, the cluster's, and those that say what the node can do. */
    Map<String, String> nodeSelector(VirtualMachineInstanceSpec spec) {
        var selector = new TreeMap<>(config.podRules().nodeSelectors());
        selector.putAll(spec.nodeSelector());
        selector.put(KubeVirtLabels.SCHEDULABLE, TRUE);
        selector.put("kubernetes.io/arch", spec.architecture() == null ? DEFAULT_ARCHITECTURE : spec.architecture());
        if (GuestSize.hasDedicatedCpus(domain)) {
            selector.put("kubevirt.io/cpumanager", TRUE);
        }
        Cpu cpu = domain.cpu();
        if (cpu != null && cpu.realtime() != null) {
            selector.put("kubevirt.io/realtime", TRUE);
        }
        if (!config.useEmulation()) {
            addHardware(selector, cpu);
        }
        return selector;
    }

    /** The user's rules; a guest with the host's model also avoids nodes whose model is obsolete. */
    @Nullable
    Affinity affinity(@Nullable Affinity given) {
        if (config.useEmulation() || !cpuModel(domain.cpu()).equals(HOST_MODEL)) {
            return given;
        }
        var affinity = new AffinityBuilder(given == null ? new Affinity() : given);
        List<NodeSelectorTerm> terms = new ArrayList<>();
        Optional.ofNullable(affinity.buildNodeAffinity())
                .map(node -> node.getRequiredDuringSchedulingIgnoredDuringExecution())
                .ifPresent(required -> terms.addAll(required.getNodeSelectorTerms()));
        if (terms.isEmpty()) {
            terms.add(new NodeSelectorTerm());
        }
        return affinity.editOrNewNodeAffinity()
                .editOrNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNodeSelectorTerms(
                        terms.stream().map(PodScheduling::withoutObsoleteModel).toList())
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build();
    }

    private void addHardware(Map<String, String> selector, @Nullable Cpu cpu) {
        DomainSpec.Machine machine = domain.machine();
        String type = machine == null || machine.type() == null
                ? config.guestDefaults().machineType()
                : machine.type();
        selector.put("machine-type.node.kubevirt.io/" + type, TRUE);
        String model = cpuModel(cpu);
        if (!model.equals(HOST_MODEL) && !model.equals(HOST_PASSTHROUGH)) {
            selector.put("cpu-model.node.kubevirt.io/" + model, TRUE);
        }
        if (cpu != null) {
            cpu.features().stream()
                    .filter(PodScheduling::isNeeded)
                    .forEach(feature -> selector.put("cpu-feature.node.kubevirt.io/" + feature.name(), TRUE));
        }
    }

    private String cpuModel(@Nullable Cpu cpu) {
        return cpu == null || cpu.model() == null ? config.guestDefaults().cpuModel() : cpu.model();
    }

    private static boolean isNeeded(CpuFeature feature) {
        return feature.policy() == null
                || feature.policy() == FeaturePolicy.REQUIRE
                || feature.policy() == FeaturePolicy.FORCE;
    }

    /** Terms are alternatives, so each must have it. */
    private static NodeSelectorTerm withoutObsoleteModel(NodeSelectorTerm term) {
        NodeSelectorRequirement requirement = new NodeSelectorRequirementBuilder()
                .withKey("node-labeller.kubevirt.io/obsolete-host-model")
                .withOperator("DoesNotExist")
                .build();
        return new NodeSelectorTermBuilder(term)
                .addToMatchExpressions(requirement)
                .build();
    }
}
