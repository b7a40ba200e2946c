package dev.yadori.controller.certificates;

import dev.yadori.controller.patch.JsonPatch;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes Secrets, webhook configurations and API services. Each write fails with 409 if the object is not the one that was
 * read, so that of two processes that both believe they lead one makes the authority and the other learns of it.
 */
final class CertificateStore {

    static final String MUTATING = "virt-api-mutator";
    static final String VALIDATING = "virt-api-validator";
    static final List<String> API_SERVICES =
            List.of("v1.subresources.kubevirt.io", "v1alpha3.subresources.kubevirt.io");

    private static final Logger LOG = LoggerFactory.getLogger(CertificateStore.class);

    private final KubernetesClient client;
    private final String namespace;

    CertificateStore(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    @Nullable
    Secret find(String name) {
        return client.secrets().inNamespace(namespace).withName(name).get();
    }

    Authorities save(@Nullable Secret observed, Authorities authorities, String reason) {
        write(SecretCodec.AUTHORITY_SECRET, "Opaque", observed, SecretCodec.encode(authorities));
        LOG.atInfo()
                .addKeyValue("authority", authorities.current())
                .addKeyValue("reason", reason)
                .log("certificate authority saved");
        return authorities;
    }

    ComponentSecret save(
            ComponentCertificate component, @Nullable Secret observed, ComponentSecret secret, String reason) {
        write(component.secretName(), "kubernetes.io/tls", observed, SecretCodec.encode(secret));
        LOG.atInfo()
                .addKeyValue("name", component.secretName())
                .addKeyValue("certificate", secret.leaf())
                .addKeyValue("reason", reason)
                .log("certificate saved");
        return secret;
    }

    /** Gives the API server what it verifies the webhooks with. A configuration that does not exist is left out. */
    void publishToWebhooks(List<X509Certificate> trusted) {
        String bundle = SecretCodec.base64(Pem.of(trusted));
        var admission = client.admissionRegistration().v1();
        var mutator =
                admission.mutatingWebhookConfigurations().withName(MUTATING).get();
        if (mutator != null) {
            var webhooks = mutator.getWebhooks().stream().map(MutatingWebhook::getClientConfig);
            publish(mutator, webhooks.toList(), bundle);
        }
        var validator =
                admission.validatingWebhookConfigurations().withName(VALIDATING).get();
        if (validator != null) {
            var webhooks = validator.getWebhooks().stream().map(ValidatingWebhook::getClientConfig);
            publish(validator, webhooks.toList(), bundle);
        }
    }

    /** Gives the API server what it verifies the server of subresources with. */
    void publishToApiServices(List<X509Certificate> trusted) {
        String bundle = SecretCodec.base64(Pem.of(trusted));
        for (String name : API_SERVICES) {
            var service = client.resources(APIService.class).withName(name).get();
            if (service != null && !Objects.equals(service.getSpec().getCaBundle(), bundle)) {
                patch(service, JsonPatch.of(service).add("/spec/caBundle", bundle));
                LOG.atInfo().addKeyValue("name", name).log("authorities given to API service");
            }
        }
    }

    private void publish(HasMetadata observed, List<WebhookClientConfig> webhooks, String bundle) {
        var patch = JsonPatch.of(observed);
        for (int i = 0; i < webhooks.size(); i++) {
            if (!Objects.equals(webhooks.get(i).getCaBundle(), bundle)) {
                patch = patch.add("/webhooks/" + i + "/clientConfig/caBundle", bundle);
            }
        }
        if (!patch.equals(JsonPatch.of(observed))) {
            patch(observed, patch);
            LOG.atInfo().addKeyValue("name", observed.getMetadata().getName()).log("authorities given to webhooks");
        }
    }

    private void write(String name, String type, @Nullable Secret observed, Map<String, String> data) {
        if (observed == null) {
            var secret = new SecretBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace(namespace)
                    .endMetadata()
                    .withType(type)
                    .withData(data)
                    .build();
            client.resource(secret).create();
        } else {
            var patch = JsonPatch.of(observed).add("/data", data);
            patch(observed, patch);
        }
    }

    /** By the object that was read: by its name alone the client would read it once more. */
    private void patch(HasMetadata observed, JsonPatch patch) {
        client.resource(observed).patch(JsonPatch.CONTEXT, patch.toJson(client.getKubernetesSerialization()));
    }
}
