package dev.yadori.controller.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.testkit.RunningController;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.APIServiceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
class CertificateReconcilerIT {

    private static final String NAMESPACE = CertificateObjects.NAMESPACE;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final KubeApiServer server;
    private final KubernetesClient admin;
    private final CertificateObjects objects;
    private RunningController controller;

    CertificateReconcilerIT(KubeApiServer server) {
        this.server = server;
        this.admin = server.admin();
        this.objects = new CertificateObjects(admin);
        this.controller = CertificateObjects.start(server);
    }

    @BeforeEach
    void waitForTheFirstCertificates() {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(found("yadori-virt-handler-certs")).isNotNull());
    }

    @AfterEach
    void removeEverything() {
        controller.close();
        admin.secrets().inNamespace(NAMESPACE).delete();
        admin.admissionRegistration().v1().validatingWebhookConfigurations().delete();
        admin.resources(APIService.class)
                .withName(CertificateStore.API_SERVICES.getFirst())
                .delete();
    }

    @Test
    void everyComponentHasACertificateOfTheAuthority() {
        var authorities = objects.authorities();

        for (var component : ComponentCertificate.all(NAMESPACE)) {
            var stored = SecretCodec.decodeComponent(objects.secret(component.secretName()));
            assertThat(stored).isInstanceOfSatisfying(Stored.Present.class, present -> {
                var held = (ComponentSecret) present.value();
                assertThat(authorities.hasSigned(held.leaf().certificate())).isTrue();
                assertThat(held.bundle()).isEqualTo(authorities.trusted());
            });
        }
    }

    @Test
    void deletedCertificateComesBackFromTheSameAuthority() {
        var before = objects.authorities();
        var former = objects.secret("yadori-virt-handler-certs").getMetadata().getUid();

        admin.secrets()
                .inNamespace(NAMESPACE)
                .withName("yadori-virt-handler-certs")
                .delete();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(admin.secrets()
                                .inNamespace(NAMESPACE)
                                .withName("yadori-virt-handler-certs")
                                .get())
                        .isNotNull()
                        .extracting(secret -> secret.getMetadata().getUid())
                        .isNotEqualTo(former));
        assertThat(objects.authorities()).isEqualTo(before);
    }

    @Test
    void tornCertificateIsReplaced() {
        var patch = "{\"data\":{\"tls.crt\":\"bm8=\"}}";

        admin.secrets().inNamespace(NAMESPACE).withName("yadori-virt-api-certs").patch(patch);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SecretCodec.decodeComponent(objects.secret("yadori-virt-api-certs")))
                        .isInstanceOf(Stored.Present.class));
    }

    @Test
    void restartChangesNothing() {
        var before = versions();

        controller.close();
        controller = CertificateObjects.start(server);
        admin.secrets()
                .inNamespace(NAMESPACE)
                .withName("yadori-virt-handler-certs")
                .delete();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(found("yadori-virt-handler-certs")).isNotNull());

        assertThat(versions())
                .containsEntry("yadori-ca", before.get("yadori-ca"))
                .containsEntry("yadori-virt-api-certs", before.get("yadori-virt-api-certs"));
    }

    @Test
    void webhooksAreGivenTheAuthorities() {
        objects.createWebhooks();

        var expected = SecretCodec.base64(Pem.of(objects.authorities().trusted()));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(admin.admissionRegistration()
                                .v1()
                                .validatingWebhookConfigurations()
                                .withName(CertificateStore.VALIDATING)
                                .get()
                                .getWebhooks()
                                .getFirst()
                                .getClientConfig()
                                .getCaBundle())
                        .isEqualTo(expected));
    }

    @Test
    void theServerOfSubresourcesIsGivenTheAuthorities() {
        var service = new APIServiceBuilder()
                .withNewMetadata()
                .withName(CertificateStore.API_SERVICES.getFirst())
                .endMetadata()
                .withNewSpec()
                .withGroup("subresources.kubevirt.io")
                .withVersion("v1")
                .withGroupPriorityMinimum(1000)
                .withVersionPriority(15)
                .withNewService()
                .withNamespace(NAMESPACE)
                .withName("virt-api")
                .endService()
                .endSpec()
                .build();

        admin.resource(service).create();

        var expected = SecretCodec.base64(Pem.of(objects.authorities().trusted()));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(admin.resource(service).get().getSpec().getCaBundle())
                                .isEqualTo(expected));
    }

    private Map<String, String> versions() {
        return Map.of(
                "yadori-ca", objects.secret("yadori-ca").getMetadata().getResourceVersion(),
                "yadori-virt-api-certs",
                        objects.secret("yadori-virt-api-certs").getMetadata().getResourceVersion());
    }

    private @Nullable Secret found(String name) {
        return admin.secrets().inNamespace(NAMESPACE).withName(name).get();
    }
}
