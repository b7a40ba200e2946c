package dev.yadori.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.Cluster;
import dev.yadori.e2e.support.Eventually;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The nodes are there, with two IP families, on a Kubernetes that is new enough. */
class NodesE2E {
    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    @Test
    void atLeastTwoNodesAndEachIsReady() {
        Eventually.holds(
                "nodes are ready",
                () -> assertThat(CLUSTER.nodes())
                        .hasSizeGreaterThanOrEqualTo(2)
                        .allSatisfy(node -> assertThat(node.getStatus().getConditions())
                                .as(node.getMetadata().getName())
                                .filteredOn(NodeCondition::getType, "Ready")
                                .extracting(NodeCondition::getStatus)
                                .containsExactly("True")));
    }

    @Test
    void eachNodeHasPodRangesOfBothFamiliesForItself() {
        var ranges = CLUSTER.nodes().stream().map(Node::getSpec).toList();
        assertThat(ranges)
                .allSatisfy(spec -> assertThat(spec.getPodCIDRs())
                        .hasSize(2)
                        .anyMatch(range -> range.contains("."))
                        .anyMatch(range -> range.contains(":")));
        assertThat(ranges.stream().flatMap(spec -> spec.getPodCIDRs().stream())).doesNotHaveDuplicates();
    }

    @Test
    void clusterDnsIsAvailable() {
        Eventually.holds("the cluster's DNS is available", () -> {
            var deployments = CLUSTER.client()
                    .apps()
                    .deployments()
                    .inNamespace("kube-system")
                    .withLabel("k8s-app", "kube-dns")
                    .list();
            assertThat(deployments.getItems()).isNotEmpty().allMatch(NodesE2E::isAvailable);
        });
    }

    @Test
    void kubernetesIsNewEnough() {
        var version = CLUSTER.client().getKubernetesVersion();
        assertThat(version.getMajor()).isEqualTo("1");
        // Vendors add a plus sign and more to the minor version.
        assertThat(Integer.parseInt(version.getMinor().replaceAll("\\D.*", ""))).isGreaterThanOrEqualTo(34);
    }

    private static boolean isAvailable(Deployment deployment) {
        var available = deployment.getStatus().getAvailableReplicas();
        return available != null && available > 0;
    }
}
