package dev.yadori.controller.certificates;

import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.testkit.RunningController;
import dev.yadori.service.events.CountedEvents;
import dev.yadori.service.events.EventOrigin;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** What tests of certificates have to do with an API server. */
record CertificateObjects(KubernetesClient admin) {
    static final String NAMESPACE = "yadori";

    /** A controller that looks after certificates alone. */
    static RunningController start(KubeApiServer server) {
        return RunningController.start(
                server,
                collaborators -> List.of(new CertificateReconciler(
                        collaborators,
                        new CountedEvents(
                                collaborators.client(),
                                EventOrigin.ofCluster("virt-controller", "it"),
                                collaborators.clock()))));
    }

    Authorities authorities() {
        return ((Stored.Present<Authorities>) SecretCodec.decodeAuthorities(secret("yadori-ca"))).value();
    }

    Secret secret(String name) {
        return admin.secrets().inNamespace(NAMESPACE).withName(name).require();
    }

    ValidatingWebhookConfiguration createWebhooks() {
        var webhooks = new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(CertificateStore.VALIDATING)
                .endMetadata()
                .addNewWebhook()
                .withName("a.test.yadori.dev")
                .withNewClientConfig()
                .withUrl("https://nowhere.yadori.dev/")
                .endClientConfig()
                .withSideEffects("None")
                .withAdmissionReviewVersions(List.of("v1"))
                .endWebhook()
                .build();
        return admin.resource(webhooks).create();
    }
}
