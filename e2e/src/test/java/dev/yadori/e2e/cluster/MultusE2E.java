package dev.yadori.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.NetworkDefinition;
import dev.yadori.e2e.support.TestPod;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pod that asks for a secondary network has it as net1. */
class MultusE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final String SUBNET_START = "10.123.45.";

    @BeforeAll
    static void startTwoPodsOnOneNode() {
        NAMESPACE.create(network("second"));
        for (var name : List.of("left", "right")) {
            var pod = ToolsPod.idle(name)
                    .editMetadata()
                    .addToAnnotations("k8s.v1.cni.cncf.io/networks", "second")
                    .endMetadata()
                    .editSpec()
                    .withNodeSelector(ToolsPod.on(NAMESPACE.hostnames().getFirst()))
                    .endSpec();
            NAMESPACE.start(pod.build());
        }
    }

    @Test
    void podHasAnInterfaceWithAnAddressOfTheNetwork() {
        assertThat(secondAddress(NAMESPACE.pod("left"))).startsWith(SUBNET_START);
    }

    @Test
    void podTellsItsNetworksInAnAnnotation() {
        var pod = NAMESPACE.pod("left");

        assertThat(pod.get().getMetadata().getAnnotations().get("k8s.v1.cni.cncf.io/network-status"))
                .contains(NAMESPACE.name() + "/second", "net1", secondAddress(pod));
    }

    @Test
    void podsReachEachOtherOverTheNetwork() {
        var left = NAMESPACE.pod("left");
        var right = NAMESPACE.pod("right");

        left.shell("ping -c 1 -W 5 -I net1 " + secondAddress(right));
        right.shell("ping -c 1 -W 5 -I net1 " + secondAddress(left));
    }

    private static String secondAddress(TestPod pod) {
        return pod.shell("ip -4 -oneline address show dev net1 | awk '{ sub(\"/.*\", \"\", $4); print $4 }'");
    }

    private static GenericKubernetesResource network(String name) {
        var config = """
                {
                  "cniVersion": "0.3.1",
                  "name": "%s",
                  "type": "bridge",
                  "bridge": "e2e-multus",
                  "ipam": { "type": "host-local", "subnet": "%s0/24" }
                }
                """.formatted(name, SUBNET_START);
        return NetworkDefinition.of(name, config);
    }
}
