package dev.yadori.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which node's virt-handler may write what of a guest that is on node-a and is to come to node-b. */
@ExtendWith(KubeApiServerExtension.class)
class NodeRestrictionIT {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String NODE = "authentication.kubernetes.io%2fnode-name";
    private static final int FORBIDDEN = 403;
    private static final String GUEST = """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachineInstance
            metadata:
              name: moves
              labels: {kubevirt.io/nodeName: node-a, kubevirt.io/migrationTargetNodeName: node-b}
            spec: {domain: {devices: {}}}
            """;
    private static final String ON_ITS_WAY =
            "{status: {phase: Running, nodeName: node-a, migrationState: {sourceNode: node-a, targetNode: node-b}}}";

    private final KubeApiServer server;
    private final KubernetesClient controller;
    private String namespace = "";

    NodeRestrictionIT(KubeApiServer server) {
        this.server = server;
        this.controller = server.client();
    }

    @BeforeEach
    void guestOnItsWay() throws IOException {
        namespace = controller
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("node-restriction-it-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
        controller
                .resource(Serialization.unmarshal(GUEST, GenericKubernetesResource.class))
                .inNamespace(namespace)
                .create();
        status(controller, ON_ITS_WAY);
        policy().forEach(object -> controller.resource(object).createOr(there -> there.update()));
        await("the policy is in force")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(answer("node-c", "status", "{status: {}}")).isEqualTo("refused"));
    }

    @AfterEach
    void removePolicy() throws IOException {
        policy().forEach(object -> controller.resource(object).delete());
        controller.namespaces().withName(namespace).delete();
    }

    private static List<GenericKubernetesResource> policy() throws IOException {
        var documents = Files.readString(KubeApiServer.file("manifests/node-restriction.yaml"))
                .split("\n---\n");
        return List.of(documents).stream()
                .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                .toList();
    }

    @ParameterizedTest(name = "{0} writes {1}: {2} is {3}")
    @CsvSource(delimiter = '|', textBlock = """
                    node-a | status | {status: {migrationState: {mode: PreCopy}}}                        | allowed
                    node-a | status | {status: {phase: Failed}}                                          | allowed
                    node-b | status | {status: {migrationState: {targetNodeAddress: 10.0.0.1}}}          | allowed
                    node-b | status | {status: {nodeName: node-b}}                                       | allowed
                    node-b | status | {status: {nodeName: node-c}}                                       | refused
                    node-b | status | {status: {phase: Failed}}                                          | refused
                    node-c | status | {status: {migrationState: {targetNode: node-c}}}                   | refused
                    node-c | status | {status: {nodeName: node-c}}                                       | refused
                    ''     | status | {status: {migrationState: {mode: PreCopy}}}                        | refused
                    node-a | object | {metadata: {labels: {kubevirt.io/nodeName: node-b}}}               | refused
                    node-a | object | {metadata: {labels: {kubevirt.io/migrationTargetNodeName: node-a}}} | refused
                    node-b | object | {metadata: {labels: {kubevirt.io/nodeName: node-b}}}               | refused
                    node-c | object | {metadata: {labels: {kubevirt.io/migrationTargetNodeName: node-c}}} | refused
                    """)
    void whileTheGuestIsOnItsWay(String node, String part, String change, String expected) {
        assertThat(answer(node, part, change)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} writes {1}: {2} is {3}")
    @CsvSource(delimiter = '|', textBlock = """
                    node-b | object | {metadata: {labels: {kubevirt.io/nodeName: node-b}}}                                       | allowed
                    node-b | object | {metadata: {labels: {kubevirt.io/nodeName: node-c}}}                                       | refused
                    node-b | object | {metadata: {labels: {kubevirt.io/nodeName: node-b}}, spec: {evictionStrategy: None}}       | refused
                    node-c | object | {metadata: {labels: {kubevirt.io/nodeName: node-c}}}                                       | refused
                    """)
    void onceTheStatusSaysThatItHasArrived(String node, String part, String change, String expected) {
        status(controller, "{status: {nodeName: node-b}}");

        assertThat(answer(node, part, change)).isEqualTo(expected);
    }

    @Test
    void nodeThatTheGuestHasLeftWritesNoMore() {
        status(controller, "{status: {nodeName: node-b}}");
        assertThat(answer("node-b", "object", "{metadata: {labels: {kubevirt.io/nodeName: node-b}}}"))
                .isEqualTo("allowed");

        assertThat(answer("node-a", "status", "{status: {phase: Failed}}")).isEqualTo("refused");
        assertThat(answer("node-b", "status", "{status: {phase: Failed}}")).isEqualTo("allowed");
    }

    @Test
    void labelAloneMakesNoTarget() {
        status(controller, "{status: {migrationState: null}}");

        assertThat(answer("node-b", "status", "{status: {migrationState: {targetNode: node-b}}}"))
                .isEqualTo("refused");
    }

    private String answer(String node, String part, String change) {
        var config = new ConfigBuilder(server.config())
                .withImpersonateUsername("system:serviceaccount:yadori:virt-handler")
                .withImpersonateGroups("system:masters")
                .withImpersonateExtras(node.isEmpty() ? Map.of() : Map.of(NODE, List.of(node)))
                .build();
        try (var handler = new KubernetesClientBuilder().withConfig(config).build()) {
            var failure = catchThrowable(() -> {
                if (part.equals("status")) {
                    status(handler, change);
                } else {
                    guest(handler).patch(MERGE, json(change));
                }
            });
            if (failure == null) {
                return "allowed";
            }
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refusal -> assertThat(refusal.getCode())
                                    .as(refusal.getMessage())
                                    .isEqualTo(FORBIDDEN));
            return "refused";
        }
    }

    private void status(KubernetesClient writer, String change) {
        guest(writer).subresource("status").patch(MERGE, json(change));
    }

    private Resource<GenericKubernetesResource> guest(KubernetesClient writer) {
        return writer.genericKubernetesResources("kubevirt.io/v1", "VirtualMachineInstance")
                .inNamespace(namespace)
                .withName("moves");
    }

    private static String json(String yaml) {
        return Serialization.asJson(Serialization.unmarshal("---\n" + yaml, Map.class));
    }
}
