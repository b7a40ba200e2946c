package dev.yadori.controller.vm;

import static dev.yadori.controller.vm.Cases.vm;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.config.ClusterConfig.Binding;
import dev.yadori.crds.launcher.CardAddresses;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineSpec;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InstanceTemplateTest {

    @Test
    void guestThatSaysNothingOfNetworksKeepsItsAddressBehindTranslation() {
        var vm = silentOnNetworks();
        var first = created(vm, Binding.MASQUERADE);

        assertThat(first.networks()).singleElement().satisfies(network -> {
            assertThat(network.name()).isEqualTo("default");
            assertThat(network.pod()).isNotNull();
        });
        assertThat(interfaces(first)).singleElement().satisfies(card -> {
            assertThat(card.name()).isEqualTo("default");
            assertThat(card.masquerade()).isNotNull();
            assertThat(card.macAddress())
                    .isEqualTo(interfaces(created(vm(RunStrategy.ALWAYS), Binding.BRIDGE))
                            .getFirst()
                            .macAddress());
        });
        assertThat(created(vm, Binding.MASQUERADE)).isEqualTo(first);
        assertThat(interfaces(created(vm, Binding.BRIDGE)))
                .as("left to admission")
                .isEmpty();
    }

    @Test
    void cardOnANetworkOfMultusHasTheSameAddressAtEachStart() {
        var vm = vm(RunStrategy.ALWAYS);
        var tree = Cases.SERIALIZATION.convertValue(vm.getSpec(), ObjectNode.class);
        tree.withArray("/template/spec/networks")
                .addObject()
                .put("name", "blue")
                .putObject("multus")
                .put("networkName", "blue");
        tree.withArray("/template/spec/domain/devices/interfaces")
                .addObject()
                .put("name", "blue")
                .putObject("bridge");
        var connected = new VirtualMachine(
                vm.getMetadata(), Cases.SERIALIZATION.convertValue(tree, VirtualMachineSpec.class), null);

        assertThat(interfaces(created(connected, Binding.MASQUERADE)).getLast().macAddress())
                .isEqualTo(CardAddresses.of(Cases.VM_UID, "blue"));
    }

    private static VirtualMachine silentOnNetworks() {
        var vm = vm(RunStrategy.ALWAYS);
        var tree = Cases.SERIALIZATION.convertValue(vm.getSpec(), ObjectNode.class);
        tree.withObject("/template/spec").remove("networks");
        tree.withObject("/template/spec/domain/devices").remove("interfaces");
        return new VirtualMachine(
                vm.getMetadata(), Cases.SERIALIZATION.convertValue(tree, VirtualMachineSpec.class), null);
    }

    private static VirtualMachineInstanceSpec created(VirtualMachine vm, Binding defaultBinding) {
        return Objects.requireNonNull(
                InstanceTemplate.instantiate(vm, defaultBinding, false).getSpec());
    }

    private static List<Interface> interfaces(VirtualMachineInstanceSpec spec) {
        return Objects.requireNonNull(Objects.requireNonNull(spec.domain()).devices())
                .interfaces();
    }
}
