package dev.yadori.controller.vmi.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkResourcesTest {

    private static final VirtualMachineInstance VMI =
            new KubernetesSerialization().unmarshal("""
                    apiVersion: kubevirt.io/v1
                    kind: VirtualMachineInstance
                    spec:
                      domain:
                        devices:
                          interfaces:
                            - {name: main, masquerade: {}}
                            - {name: flat, bridge: {}}
                            - {name: gone, bridge: {}, state: absent}
                            - {name: fast, sriov: {}}
                      networks:
                        - {name: main, pod: {}}
                        - {name: flat, multus: {networkName: flat}}
                        - {name: gone, multus: {networkName: gone}}
                        - {name: fast, multus: {networkName: fast}}
                    """, VirtualMachineInstance.class);

    @Test
    void interfaceWithoutAFunctionIsNamed() {
        assertThat(new NetworkResources(Map.of("flat", "vendor.example/flat")).missing(VMI))
                .get()
                .asString()
                .startsWith("spec.domain.devices.interfaces[3].sriov: ")
                .contains("network fast", "k8s.v1.cni.cncf.io/resourceName");
    }

    @Test
    void otherNetworksNeedNoResource() {
        assertThat(new NetworkResources(Map.of("fast", "vendor.example/functions")).missing(VMI))
                .isEmpty();
    }

    @Test
    void networksThatMultusAttachesAreLookedAt() {
        assertThat(NetworkResources.attached(VMI)).extracting(Network::name).containsExactly("flat", "fast");
    }

    /** Whoever writes a definition must not decide how much of a node a pod has. */
    @ParameterizedTest
    @CsvSource({
        "vendor.example/functions, true",
        "memory, false",
        "hugepages-2Mi, false",
        "cpu, false",
        "'', false",
        "/x, false"
    })
    void resourceIsOneOfAPlugin(String name, boolean of) {
        assertThat(NetworkResources.isOfPlugin(name)).isEqualTo(of);
    }
}
