package dev.yadori.controller.vmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.vmi.pod.NetworkResources;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What definitions of networks say is read from the API server; not all clusters have such. */
@ExtendWith(ApiServerExtension.class)
final class PodNeedsIT {

    private static final String NAMESPACE = "needs";
    private static final String OTHER = "needs-infra";

    private final KubernetesClient client;

    PodNeedsIT(KubeApiServer server) {
        this.client = server.admin();
    }

    @BeforeEach
    void makeNamespaces() {
        for (String name : new String[] {NAMESPACE, OTHER}) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .serverSideApply();
        }
    }

    @Test
    void resourcesOfNetworksAreFound() {
        assertThat(new PodNeeds(client).networks(vmi())).isEqualTo(NetworkResources.NONE);
        CustomResourceDefinition definition = client.resource(kind()).serverSideApply();
        await().ignoreExceptions()
                .untilAsserted(() -> client.resource(network(NAMESPACE, "fast", "vendor.example/functions"))
                        .serverSideApply());
        client.resource(network(OTHER, "other", "vendor.example/others")).serverSideApply();
        client.resource(network(NAMESPACE, "greedy", "memory")).serverSideApply();

        var found = new PodNeeds(client).networks(vmi());

        assertThat(found.byNetwork())
                .isEqualTo(Map.of("fast", "vendor.example/functions", "other", "vendor.example/others"));
        client.resource(definition).delete();
    }

    private VirtualMachineInstance vmi() {
        return client.getKubernetesSerialization().unmarshal("""
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachineInstance
                        metadata: {name: fast, namespace: needs}
                        spec:
                          networks:
                            - {name: main, pod: {}}
                            - {name: fast, multus: {networkName: fast}}
                            - {name: other, multus: {networkName: needs-infra/other}}
                            - {name: greedy, multus: {networkName: greedy}}
                            - {name: missing, multus: {networkName: missing}}
                        """, VirtualMachineInstance.class);
    }

    private static GenericKubernetesResource network(String namespace, String name, String resource) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("k8s.cni.cncf.io/v1")
                .withKind("NetworkAttachmentDefinition")
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToAnnotations(NetworkResources.ANNOTATION, resource)
                .endMetadata()
                .build();
    }

    private CustomResourceDefinition kind() {
        return client.getKubernetesSerialization().unmarshal("""
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: network-attachment-definitions.k8s.cni.cncf.io}
                        spec:
                          group: k8s.cni.cncf.io
                          scope: Namespaced
                          names:
                            plural: network-attachment-definitions
                            singular: network-attachment-definition
                            kind: NetworkAttachmentDefinition
                          versions:
                            - name: v1
                              served: true
                              storage: true
                              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                        """, CustomResourceDefinition.class);
    }
}
