package dev.yadori.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.Eventually;
import dev.yadori.e2e.support.TestPod;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Policies close and open ingress, for clients on the server's node and elsewhere, over both families. */
class NetworkPolicyE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    @BeforeAll
    static void startServerOnOneNodeAndClientsOnEach() {
        var hostnames = NAMESPACE.hostnames();
        start(ToolsPod.serving("server").build(), hostnames.getFirst(), "server");
        for (int i = 0; i < hostnames.size(); i++) {
            start(ToolsPod.idle("friend-" + i).build(), hostnames.get(i), "friend");
            start(ToolsPod.idle("stranger-" + i).build(), hostnames.get(i), "stranger");
        }
    }

    @BeforeEach
    void removePolicies() {
        NAMESPACE
                .client()
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(NAMESPACE.name())
                .delete();
        Eventually.holds(
                "without a policy all reach the server",
                () -> assertThat(all()).allSatisfy(NetworkPolicyE2E::reachesServer));
    }

    @Test
    void policyWithoutRulesClosesIngressForAll() {
        NAMESPACE.create(policy("deny").build());

        Eventually.holds(
                "the policy closes ingress", () -> assertThat(all()).allSatisfy(NetworkPolicyE2E::isKeptFromServer));
    }

    @Test
    void policyByLabelOpensIngressForThoseWhoHaveIt() {
        NAMESPACE.create(policy("deny").build());
        NAMESPACE.create(policy("allow-friends")
                .editSpec()
                .withNewPodSelector()
                .addToMatchLabels("role", "server")
                .endPodSelector()
                .addNewIngress()
                .addNewFrom()
                .withNewPodSelector()
                .addToMatchLabels("role", "friend")
                .endPodSelector()
                .endFrom()
                .endIngress()
                .endSpec()
                .build());

        Eventually.holds("ingress is open for friends only", () -> {
            assertThat(clients("friend")).allSatisfy(NetworkPolicyE2E::reachesServer);
            assertThat(clients("stranger")).allSatisfy(NetworkPolicyE2E::isKeptFromServer);
        });
    }

    private static void reachesServer(TestPod client) {
        for (var address : NAMESPACE.pod("server").addresses()) {
            assertThat(client.fetch(ToolsPod.url(address)).succeeded())
                    .as("%s reaches %s", client.name(), address)
                    .isTrue();
        }
    }

    private static void isKeptFromServer(TestPod client) {
        for (var address : NAMESPACE.pod("server").addresses()) {
            assertThat(client.fetch(ToolsPod.url(address)).succeeded())
                    .as("%s reaches %s", client.name(), address)
                    .isFalse();
        }
    }

    private static List<TestPod> all() {
        return Stream.of("friend", "stranger")
                .flatMap(role -> clients(role).stream())
                .toList();
    }

    private static List<TestPod> clients(String role) {
        var pods = NAMESPACE.client().pods().inNamespace(NAMESPACE.name()).withLabel("role", role);
        return pods.list().getItems().stream()
                .map(pod -> NAMESPACE.pod(pod.getMetadata().getName()))
                .toList();
    }

    private static void start(Pod pod, String hostname, String role) {
        NAMESPACE.start(pod.edit()
                .editMetadata()
                .withLabels(Map.of("role", role))
                .endMetadata()
                .editSpec()
                .withNodeSelector(ToolsPod.on(hostname))
                .endSpec()
                .build());
    }

    /** A policy about the ingress of all pods, without a rule that opens it. */
    private static NetworkPolicyBuilder policy(String name) {
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .endSpec();
    }
}
