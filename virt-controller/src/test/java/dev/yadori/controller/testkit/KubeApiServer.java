package dev.yadori.controller.testkit;

import static org.awaitility.Awaitility.await;

import dev.yadori.controller.Controllers;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.service.kubernetes.KubernetesAccess;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** The API server of the testkit, with the garbage collector, and with virt-controller's account and its roles in force. */
public final class KubeApiServer implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String ACCOUNT = "system:serviceaccount:yadori:virt-controller";
    private static final List<String> MANIFESTS = List.of("namespace.yaml", "rbac/virt-controller.yaml");

    private final dev.yadori.testkit.KubeApiServer server;
    private final KubernetesClient admin;

    private KubeApiServer(dev.yadori.testkit.KubeApiServer server) {
        this.server = server;
        this.admin = server.client();
    }

    /**
     * Starts it with all that is named above.
     *
     * @throws IllegalStateException if it cannot be started
     */
    public static KubeApiServer start() {
        try {
            var server = new KubeApiServer(dev.yadori.testkit.KubeApiServer.start());
            server.prepare();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("the API server for tests cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the API server for tests started", e);
        }
    }

    /** A client that may do everything. */
    public KubernetesClient admin() {
        return admin;
    }

    /** A client of its own with the rights of virt-controller's account, to be closed by the caller. */
    public KubernetesClient asVirtController() {
        return asVirtController(List.of());
    }

    /** The same, and its requests are shown to others. */
    public KubernetesClient asVirtController(List<? extends Interceptor> watchers) {
        Config config = new ConfigBuilder(server.config())
                .withImpersonateUsername(ACCOUNT)
                .withImpersonateGroups("system:serviceaccounts")
                .build();
        return KubernetesAccess.reading(KubernetesAccess.connect(config, watchers), Controllers.WATCHED);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The garbage collector after the definitions, which are there already: it looks for kinds only every 30 s. */
    private void prepare() throws IOException, InterruptedException {
        for (var manifest : MANIFESTS) {
            var path = dev.yadori.testkit.KubeApiServer.file("manifests").resolve(manifest);
            try (var content = Files.newInputStream(path)) {
                admin.load(content).items().forEach(item -> admin.resource(item).create());
            }
        }
        // A definition that is established is not served before its cache is filled: 429.
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .untilAsserted(() -> List.of(KubeVirt.class, VirtualMachine.class, VirtualMachineInstance.class)
                        .forEach(kind -> admin.resources(kind).inAnyNamespace().list(fromCache())));
        server.collectGarbage();
    }

    private static ListOptions fromCache() {
        return new ListOptionsBuilder().withResourceVersion("0").build();
    }
}
