package dev.yadori.handler.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeLabelsTest {

    @Test
    void everythingThatGuestsMayAskForIsALabel() throws IOException {
        CapabilitiesXml.Domain domain =
                CapabilitiesXml.domain(Files.readString(Path.of("src/test/resources/heartbeat/domain-kvm.xml")));
        NodeCapabilities node = new NodeCapabilities(
                Set.of("q35", "pc-q35-7.2"), domain.hostModel(), domain.models(), Set.of("aes"), domain.hyperv());
        assertThat(NodeLabels.of(node).keySet())
                .containsExactly(
                        "cpu-feature.node.kubevirt.io/aes",
                        "cpu-model-migration.node.kubevirt.io/Haswell",
                        "cpu-model-migration.node.kubevirt.io/Penryn",
                        "cpu-model.node.kubevirt.io/Penryn",
                        "cpu-vendor.node.kubevirt.io/Intel",
                        "host-model-cpu.node.kubevirt.io/Conroe",
                        "host-model-required-features.node.kubevirt.io/vme",
                        "hyperv.node.kubevirt.io/base",
                        "hyperv.node.kubevirt.io/synictimer",
                        "hyperv.node.kubevirt.io/time",
                        "hyperv.node.kubevirt.io/vpindex",
                        "machine-type.node.kubevirt.io/pc-q35-7.2",
                        "machine-type.node.kubevirt.io/q35",
                        "node-labeller.kubevirt.io/obsolete-host-model");
        assertThat(NodeLabels.of(node).values()).containsOnly("true");
    }
}
