package dev.yadori.api.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.LocalServer;
import dev.yadori.api.migration.KubernetesGuestFacts;
import dev.yadori.api.migration.MigrationWebhooks;
import dev.yadori.api.webhook.Admission;
import dev.yadori.api.webhook.Homes;
import dev.yadori.api.webhook.WebhookEndpoint;
import dev.yadori.api.webhook.Webhooks;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.service.config.ConfigInForce;
import dev.yadori.service.config.ConfigWatch;
import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.TestAuthority;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** virt-api in this process, and the configurations of manifests/webhooks.yaml pointed at it. */
final class RunningWebhooks implements AutoCloseable {

    static final String NAMESPACE = "yadori";

    private final KubernetesClient client;
    private final List<HasMetadata> configurations;
    private final ConfigWatch watch;
    private final LocalServer webhooks;

    private RunningWebhooks(
            KubernetesClient client, List<HasMetadata> configurations, ConfigWatch watch, LocalServer webhooks) {
        this.client = client;
        this.configurations = configurations;
        this.watch = watch;
        this.webhooks = webhooks;
    }

    /**
     * Starts it and waits until the API server asks it.
     *
     * @param folder for the certificate
     */
    static RunningWebhooks start(KubeApiServer server, Path folder) throws IOException, GeneralSecurityException {
        KubernetesClient client = server.client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .serverSideApply();
        TestAuthority authority = new TestAuthority();
        authority.issue(folder, "virt-api", 1);
        ConfigInForce config = new ConfigInForce();
        ConfigWatch watch = ConfigWatch.start(client, NAMESPACE, config);
        Map<String, Admission> rules = Webhooks.of(NAMESPACE, config, watch::objects, Homes.NONE);
        rules.putAll(MigrationWebhooks.of(
                NAMESPACE,
                config,
                new KubernetesGuestFacts(server.as("system:serviceaccount:" + NAMESPACE + ":virt-api"))));
        LocalServer webhooks =
                LocalServer.start(folder, new WebhookEndpoint(rules, request -> ApiAnswer.text(404, "none")));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(watch::isSynced);
        List<HasMetadata> configurations = configurations(client, webhooks.port(), authority.bundle());
        configurations.forEach(configuration -> client.resource(configuration).create());
        RunningWebhooks running = new RunningWebhooks(client, configurations, watch, webhooks);
        awaitServed(client);
        running.awaitInForce();
        return running;
    }

    /** A definition that is established is not served before its cache is filled: 429. */
    private static void awaitServed(KubernetesClient client) {
        var fromCache = new ListOptionsBuilder().withResourceVersion("0").build();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .untilAsserted(() -> List.of(
                                VirtualMachine.class,
                                VirtualMachineInstance.class,
                                VirtualMachineInstanceMigration.class)
                        .forEach(kind -> client.resources(kind).inAnyNamespace().list(fromCache)));
    }

    /** From now on nobody answers. */
    void stopServer() {
        webhooks.close();
    }

    @Override
    public void close() {
        configurations.forEach(configuration -> client.resource(configuration).delete());
        webhooks.close();
        watch.close();
    }

    /** The API server takes a moment to know of its webhooks: those of validation it loads last. */
    private void awaitInForce() {
        var bad =
                Manifests.of("VirtualMachine", "probe", Manifests.yaml("{template: {spec: {domain: {devices: {}}}}}"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try {
                client.resource(bad).dryRun().create();
            } catch (KubernetesClientException e) {
                assertThat(e).hasMessageContaining("spec.runStrategy: must be given");
                return;
            }
            throw new AssertionError("taken");
        });
    }

    private static List<HasMetadata> configurations(KubernetesClient client, int port, String bundle)
            throws IOException {
        try (var yaml = Files.newInputStream(KubeApiServer.file("manifests/webhooks.yaml"))) {
            List<HasMetadata> items = client.load(yaml).items();
            for (HasMetadata item : items) {
                switch (item) {
                    case MutatingWebhookConfiguration mutating ->
                        mutating.getWebhooks().stream()
                                .map(MutatingWebhook::getClientConfig)
                                .forEach(target -> point(target, port, bundle));
                    case ValidatingWebhookConfiguration validating ->
                        validating.getWebhooks().stream()
                                .map(ValidatingWebhook::getClientConfig)
                                .forEach(target -> point(target, port, bundle));
                    default -> throw new IllegalStateException(item.getKind());
                }
            }
            return items;
        }
    }

    private static void point(WebhookClientConfig target, int port, String bundle) {
        target.setUrl("https://localhost:" + port + target.getService().getPath());
        target.setService(null);
        target.setCaBundle(bundle);
    }
}
