package dev.yadori.api.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The manifests in another namespace than their own. */
@ExtendWith(KubeApiServerExtension.class)
class NamespaceIT {
    private static final String OTHER = "machines";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubeApiServer server;
    private final List<HasMetadata> applied;
    private final String rendered;

    NamespaceIT(KubeApiServer server, @TempDir Path overlay) throws IOException {
        this.server = server;
        rendered = render(overlay);
        applied =
                server
                        .client()
                        .load(new ByteArrayInputStream(rendered.getBytes(StandardCharsets.UTF_8)))
                        .items()
                        .stream()
                        .filter(NamespaceIT::decides)
                        .toList();
    }

    @BeforeEach
    void apply() {
        applied.forEach(item -> server.client().resource(item).serverSideApply());
        for (var node : List.of("node-a", "node-b")) {
            server.client()
                    .resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName(node)
                            .endMetadata()
                            .build())
                    .serverSideApply();
        }
    }

    @AfterEach
    void remove() {
        applied.forEach(item -> server.client().resource(item).delete());
        server.client().nodes().delete();
    }

    @Test
    void nothingStaysInTheNamespaceThatTheFilesName() {
        assertThat(rendered)
                .contains("namespace: " + OTHER)
                .doesNotContain("namespace: yadori")
                .doesNotContain("serviceaccount:yadori")
                .doesNotContain("serviceaccounts:yadori");
    }

    @Test
    void handlerIsTiedToItsNodeAndItsNamesakeIsNot() {
        try (var handler = account("system:serviceaccount:" + OTHER + ":virt-handler");
                var namesake = account("system:serviceaccount:tenant:virt-handler")) {
            // The policy takes a moment to be in force.
            await().atMost(SOON)
                    .untilAsserted(() -> assertThatThrownBy(() -> label(handler, "node-b"))
                            .isInstanceOf(KubernetesClientException.class)
                            .hasMessageContaining("virt-handler of node node-a may change only that node, not node-b"));
            assertThatCode(() -> label(handler, "node-a")).doesNotThrowAnyException();

            var binding = new ClusterRoleBindingBuilder()
                    .withNewMetadata()
                    .withName("nodes-for-tenant")
                    .endMetadata()
                    .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "system:node")
                    .addNewSubject(null, "ServiceAccount", "virt-handler", "tenant")
                    .build();
            server.client().resource(binding).serverSideApply();
            try {
                await().atMost(SOON)
                        .untilAsserted(() ->
                                assertThatCode(() -> label(namesake, "node-b")).doesNotThrowAnyException());
            } finally {
                server.client().resource(binding).delete();
            }
        }
    }

    private static boolean decides(HasMetadata item) {
        return item instanceof ClusterRole
                || item instanceof ClusterRoleBinding
                || item instanceof ValidatingAdmissionPolicy
                || item instanceof ValidatingAdmissionPolicyBinding;
    }

    private static void label(KubernetesClient client, String node) {
        client.nodes().withName(node).patch(MERGE, "{\"metadata\":{\"labels\":{\"tried\":\"true\"}}}");
    }

    /** With a token that was made for a pod of node-a. */
    private KubernetesClient account(String name) {
        var config = new ConfigBuilder(server.config())
                .withImpersonateUsername(name)
                .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
                // A header cannot have a slash in its name; the API server takes it like this.
                .withImpersonateExtras(Map.of("authentication.kubernetes.io%2fnode-name", List.of("node-a")))
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static String render(Path overlay) throws IOException {
        var manifests =
                overlay.toRealPath().relativize(KubeApiServer.file("manifests").toRealPath());
        Files.writeString(
                overlay.resolve("kustomization.yaml"), "namespace: " + OTHER + "\nresources: ['" + manifests + "']\n");
        var kubectl = new ProcessBuilder(
                        KubeApiServer.file("etc/bin/kubectl").toString(), "kustomize", overlay.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
