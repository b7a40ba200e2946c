package dev.yadori.controller.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.launcher.CardAddresses;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewCardsTest {
    private static final VirtualMachineInstanceSpec STARTED = spec("", "");

    @Test
    void bridgeOnANetworkOfMultusComesWithTheNextPod() {
        var template = spec(", {name: late, bridge: {}}", ", {name: late, multus: {networkName: late}}");
        var cards = NewCards.of(instance("True"), STARTED, template);

        var grown = cards.addedTo(STARTED, Cases.VM_UID);

        assertThat(InterfaceStates.interfaces(grown))
                .extracting(Interface::name)
                .containsExactly("default", "late");
        assertThat(grown.networks()).extracting(Network::name).containsExactly("default", "late");
        assertThat(InterfaceStates.interfaces(grown).getLast().macAddress())
                .isEqualTo(CardAddresses.of(Cases.VM_UID, "late"));
        assertThat(cards.addedTo(grown, Cases.VM_UID)).isEqualTo(grown);
        assertThat(LiveFields.needRestart(STARTED, cards.withoutThem())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: late, masquerade: {}|name: late, pod: {}",
                "name: late, sriov: {}|name: late, multus: {networkName: late}",
                "name: late, bridge: {}|name: late, multus: {networkName: late, default: true}",
            })
    void everyOtherCardWaitsForARestart(String added) {
        var parts = added.split("\\|", -1);
        var template = spec(", {" + parts[0] + "}", ", {" + parts[1] + "}");
        var cards = NewCards.of(instance("True"), STARTED, template);

        assertThat(cards.addedTo(STARTED, Cases.VM_UID)).isEqualTo(STARTED);
        assertThat(LiveFields.needRestart(STARTED, cards.withoutThem())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"False", "Unknown"})
    void guestThatCannotMoveWaitsForARestart(String migratable) {
        var template = spec(", {name: late, bridge: {}}", ", {name: late, multus: {networkName: late}}");
        var cards = NewCards.of(instance(migratable), STARTED, template);

        assertThat(cards.addedTo(STARTED, Cases.VM_UID)).isEqualTo(STARTED);
        assertThat(LiveFields.needRestart(STARTED, cards.withoutThem())).isTrue();
    }

    @Test
    void cardThatIsAbsentHasNothingToComeWith() {
        var template = spec(", {name: late, bridge: {}, state: absent}", ", {name: late, multus: {networkName: late}}");
        var cards = NewCards.of(instance("True"), STARTED, template);

        assertThat(cards.addedTo(STARTED, Cases.VM_UID)).isEqualTo(STARTED);
        assertThat(LiveFields.needRestart(STARTED, cards.withoutThem())).isFalse();
    }

    private static VirtualMachineInstanceSpec spec(String cards, String networks) {
        return Cases.SERIALIZATION.unmarshal("""
                        domain: {devices: {interfaces: [{name: default, masquerade: {}}%s]}}
                        networks: [{name: default, pod: {}}%s]
                        """.formatted(cards, networks), VirtualMachineInstanceSpec.class);
    }

    private static VirtualMachineInstance instance(String migratable) {
        return Cases.SERIALIZATION.unmarshal("""
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachineInstance
                        metadata: {name: web}
                        spec: {domain: {devices: {}}}
                        status: {conditions: [{type: LiveMigratable, status: "%s"}]}
                        """.formatted(migratable), VirtualMachineInstance.class);
    }
}
