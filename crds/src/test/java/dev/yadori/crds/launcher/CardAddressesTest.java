package dev.yadori.crds.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CardAddressesTest {

    private static final String UID = "0c1a8a3e-35a5-4c0b-9c32-7a4a2b8f0b11";
    private static final String OTHER_UID = "9f7b6c1e-90a0-4c55-8f7e-0d1b7a3c2d22";
    private static final VirtualMachineInstanceSpec SPEC =
            new KubernetesSerialization().unmarshal("""
                    domain:
                      devices:
                        interfaces:
                          - {name: translated, masquerade: {}}
                          - {name: blue, bridge: {}}
                          - {name: green, bridge: {}, macAddress: ""}
                          - {name: named, bridge: {}, macAddress: "02:00:00:00:77:01"}
                          - {name: function, sriov: {}}
                    networks:
                      - {name: translated, pod: {}}
                      - {name: blue, multus: {networkName: blue}}
                      - {name: green, multus: {networkName: infra/green}}
                      - {name: named, multus: {networkName: named}}
                      - {name: function, multus: {networkName: function}}
                    """, VirtualMachineInstanceSpec.class);

    @Test
    void cardsOnNetworksOfTheirOwnHaveTheOwnersAddress() {
        var addresses = addresses(CardAddresses.onSecondaryNetworks(SPEC, UID));

        assertThat(addresses)
                .containsEntry("blue", CardAddresses.of(UID, "blue"))
                .containsEntry("green", CardAddresses.of(UID, "green"))
                .containsEntry("named", "02:00:00:00:77:01")
                .containsEntry("translated", null)
                .containsEntry("function", CardAddresses.of(UID, "function"));
    }

    @Test
    void whoeverHasOneAlreadyKeepsIt() {
        var started = CardAddresses.onSecondaryNetworks(SPEC, UID);

        assertThat(CardAddresses.onSecondaryNetworks(started, OTHER_UID)).isEqualTo(started);
    }

    /** The default network takes the pod network's place, which may know the pod by the address that it gave it. */
    @Test
    void cardOnTheDefaultNetworkHasTheLinks() {
        var spec = new KubernetesSerialization().unmarshal("""
                        domain:
                          devices:
                            interfaces: [{name: main, bridge: {}}]
                        networks: [{name: main, multus: {networkName: main, default: true}}]
                        """, VirtualMachineInstanceSpec.class);

        assertThat(CardAddresses.onSecondaryNetworks(spec, UID)).isEqualTo(spec);
    }

    @Test
    void addressesAreLocalUnicastAndDifferByOwnerAndCard() {
        assertThat(CardAddresses.of(UID, "blue"))
                .matches("02(:[0-9a-f]{2}){5}")
                .isEqualTo(CardAddresses.of(UID, "blue"))
                .isNotEqualTo(CardAddresses.of(UID, "green"))
                .isNotEqualTo(CardAddresses.of(OTHER_UID, "blue"));
    }

    private static Map<String, String> addresses(VirtualMachineInstanceSpec spec) {
        var addresses = new HashMap<String, String>();
        Objects.requireNonNull(Objects.requireNonNull(spec.domain()).devices())
                .interfaces()
                .forEach(card -> addresses.put(name(card), card.macAddress()));
        return addresses;
    }

    private static String name(Interface card) {
        return Objects.requireNonNull(card.name());
    }
}
