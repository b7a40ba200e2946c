package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.e2e.support.ClusterNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The token of a virt-handler is good for its own node, and for no Secret. */
class NodeRestrictionE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String NAME = "guarded";
    private static final int FORBIDDEN = 403;
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    @BeforeAll
    static void start() {
        GUESTS.create(TinyGuest.vmi(NAME));
        GUESTS.awaitRunning(NAME);
    }

    @AfterAll
    static void stop() {
        GUESTS.delete(NAME);
    }

    @Test
    void ownNodeMayBeLabelledAndAnotherMayNot() {
        for (var node : NAMESPACE.hostnames()) {
            for (var other : NAMESPACE.hostnames()) {
                try (var handler = handlerOf(node)) {
                    ThrowingCallable patch = () -> handler.nodes()
                            .withName(other)
                            .patch(MERGE, "{\"metadata\":{\"annotations\":{\"yadori.dev/test\":null}}}");

                    check(node.equals(other), patch);
                }
            }
        }
    }

    @Test
    void guestIsWrittenByTheHandlerOfItsNodeAlone() {
        var nodeOfGuest = GUESTS.nodeOf(NAME);
        for (var node : NAMESPACE.hostnames()) {
            try (var handler = handlerOf(node)) {
                ThrowingCallable patch =
                        () -> guest(handler).subresource("status").patch(MERGE, "{\"status\":{\"phase\":\"Running\"}}");

                check(node.equals(nodeOfGuest), patch);
            }
        }
    }

    @Test
    void noSecretIsRead() {
        try (var handler = handlerOf(NAMESPACE.hostnames().getFirst())) {
            check(false, () -> handler.secrets().inAnyNamespace().list());
            check(
                    false,
                    () -> handler.secrets()
                            .inNamespace(SystemPods.NAMESPACE)
                            .withName("yadori-ca")
                            .get());
        }
    }

    private static void check(boolean allowed, ThrowingCallable deed) {
        if (allowed) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(deed)).isNull();
        } else {
            assertThatThrownBy(deed)
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refusal -> assertThat(refusal.getCode()).isEqualTo(FORBIDDEN));
        }
    }

    private static io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource> guest(KubernetesClient client) {
        return client.genericKubernetesResources("kubevirt.io/v1", "VirtualMachineInstance")
                .inNamespace(NAMESPACE.name())
                .withName(NAME);
    }

    /** A client with a token of virt-handler's account that is bound to a node, as kubelet gives it to the pod there. */
    private static KubernetesClient handlerOf(String node) {
        var uid = NAMESPACE
                .client()
                .nodes()
                .withName(node)
                .require()
                .getMetadata()
                .getUid();
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(600L)
                .withNewBoundObjectRef()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(node)
                .withUid(uid)
                .endBoundObjectRef()
                .endSpec()
                .build();
        var token = NAMESPACE
                .client()
                .serviceAccounts()
                .inNamespace(SystemPods.NAMESPACE)
                .withName("virt-handler")
                .tokenRequest(request)
                .getStatus()
                .getToken();
        var admin = NAMESPACE.client().getConfiguration();
        var config = new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl(admin.getMasterUrl())
                .withCaCertData(admin.getCaCertData())
                .withCaCertFile(admin.getCaCertFile())
                .withOauthToken(token)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
