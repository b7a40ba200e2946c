package dev.yadori.crds.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetNodesTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String GOOD = "{metadata: {name: node2, labels: {kubevirt.io/schedulable: 'true', zone: a}},"
            + " spec: {}, status: {conditions: [{type: Ready, status: 'True'}]}}";

    @Test
    void nodeThatHasWhatThePodWantsIsPossible() throws JsonProcessingException {
        TargetNodes found = of("{nodeSelector: {zone: a}}", Map.of(), GOOD);

        assertThat(found.possible()).containsExactly("node2");
        assertThat(found.sentence()).isEqualTo("the guest could go to node2, if there is room");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{nodeSelector: {zone: b}}|spec: {}|lacks the label zone=b",
                "{}|spec: {unschedulable: true}|is cordoned",
                "{}|spec: {taints: [{key: gpu, value: x, effect: NoSchedule}]}|has the taint gpu",
                "{tolerations: [{key: gpu, value: y}]}|spec: {taints: [{key: gpu, value: x, effect: NoSchedule}]}"
                        + "|has the taint gpu",
                "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                        + " [{matchExpressions: [{key: zone, operator: NotIn, values: [a]}]}]}}}}|spec: {}"
                        + "|does not match the guest's node affinity"
            })
    void nodeThatLacksSomethingSaysWhat(String pod, String spec, String why) throws JsonProcessingException {
        assertThat(of(pod, Map.of(), GOOD.replace("spec: {}", spec)).refused())
                .containsExactly(new TargetNodes.Refusal("node2", why));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{tolerations: [{key: gpu, operator: Exists}]}|spec: {taints: [{key: gpu, effect: NoSchedule}]}",
                "{tolerations: [{operator: Exists}]}|spec: {taints: [{key: gpu, effect: NoExecute}]}",
                "{tolerations: []}|spec: {taints: [{key: gpu, effect: PreferNoSchedule}]}",
                "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                        + " [{matchExpressions: [{key: none, operator: Exists}]}, {matchFields: [{key: metadata.name,"
                        + " operator: In, values: [node2]}]}]}}}}|spec: {}"
            })
    void whatIsToleratedOrMatchedIsNoHindrance(String pod, String spec) throws JsonProcessingException {
        assertThat(of(pod, Map.of(), GOOD.replace("spec: {}", spec)).possible()).containsExactly("node2");
    }

    @Test
    void nowhereSaysWhyForEachNode() throws JsonProcessingException {
        TargetNodes found = of(
                "{}",
                Map.of("fast", "true"),
                GOOD.replace("node2", "node1"),
                GOOD,
                GOOD.replace("node2", "node3").replace("'true'", "'false'"));

        assertThat(found.sentence())
                .isEqualTo("no node can take the guest: node1 has the guest; node2 lacks the label fast=true;"
                        + " node3 has no virt-handler that takes guests");
    }

    @Test
    void guestOfTheHostsModelNeedsTheModelOfItsNode() throws JsonProcessingException {
        var needs = needs(
                Map.of(
                        "host-model-cpu.node.kubevirt.io/Skylake",
                        "true",
                        "host-model-required-features.node.kubevirt.io/vmx",
                        "true",
                        "cpu-vendor.node.kubevirt.io/Intel",
                        "true",
                        "machine-type.node.kubevirt.io/pc-q35-9.2",
                        "true"),
                Map.of());

        assertThat(needs.nodeSelector())
                .isEqualTo(Map.of(
                        "cpu-model-migration.node.kubevirt.io/Skylake",
                        "true",
                        "cpu-feature.node.kubevirt.io/vmx",
                        "true",
                        "cpu-vendor.node.kubevirt.io/Intel",
                        "true",
                        "machine-type.node.kubevirt.io/pc-q35-9.2",
                        "true"));
    }

    @Test
    void guestThatHasMovedKeepsTheModelItWasStartedWith() throws JsonProcessingException {
        var needs = needs(
                Map.of("host-model-cpu.node.kubevirt.io/Icelake", "true"),
                Map.of("cpu-model-migration.node.kubevirt.io/Skylake", "true", "zone", "a"));

        assertThat(needs.nodeSelector()).isEqualTo(Map.of("cpu-model-migration.node.kubevirt.io/Skylake", "true"));
    }

    private static GuestNeeds needs(Map<String, String> node, Map<String, String> pod) throws JsonProcessingException {
        var vmi = YAML.readValue(
                "{spec: {domain: {devices: {}}}, status: {machine: {type: pc-q35-9.2}}}", VirtualMachineInstance.class);
        return new GuestNeeds(vmi, ClusterConfig.DEFAULT, node, pod);
    }

    private static TargetNodes of(String pod, Map<String, String> added, String... nodes)
            throws JsonProcessingException {
        var read = new ArrayList<Node>();
        for (String node : nodes) {
            read.add(YAML.readValue(node, Node.class));
        }
        return TargetNodes.of(YAML.readValue(pod, PodSpec.class), "node1", added, List.copyOf(read));
    }
}
