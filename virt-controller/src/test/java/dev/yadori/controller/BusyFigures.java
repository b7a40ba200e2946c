package dev.yadori.controller;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.service.kubernetes.KubernetesAccess;
import dev.yadori.service.metrics.RestRequests;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The figures of a controller that leads, has a guest and migrations, has failed once, and could not reach the API server. */
final class BusyFigures {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private BusyFigures() {}

    static Figures make() throws Exception {
        var figures = Figures.start(() -> true, () -> ClusterConfig.DEFAULT, Instant.EPOCH);
        figures.lead();
        var guest = YAML.unmarshal(resource("in-vmi.yaml"), VirtualMachineInstance.class);
        var pod = YAML.unmarshal(resource("in-pod.yaml"), Pod.class);
        var moved = migration("Succeeded");
        figures.guests().follow(() -> Stream.of(guest), _ -> Optional.of(pod));
        figures.guests().seen(guest);
        figures.guests().seen(ended());
        figures.migrations().follow(() -> Stream.of(moved, migration("Failed"), migration("Running")));
        figures.migrations().seen(moved);
        reconcile(new ReconcileMetrics(figures.registry()), guest);
        askInVain(figures);
        return figures;
    }

    private static VirtualMachineInstance ended() {
        return YAML.unmarshal("""
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstance
                metadata: {name: gone, namespace: shop, uid: gone, deletionTimestamp: "2026-01-01T10:00:00Z"}
                status:
                  phase: Succeeded
                  phaseTransitionTimestamps: [{phase: Succeeded, phaseTransitionTimestamp: "2026-01-01T10:00:09Z"}]
                """, VirtualMachineInstance.class);
    }

    private static VirtualMachineInstanceMigration migration(String phase) {
        return YAML.unmarshal("""
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstanceMigration
                metadata: {name: moves-%1$s, namespace: shop, uid: %1$s, creationTimestamp: "2026-01-01T10:00:00Z"}
                spec: {vmiName: db}
                status:
                  phase: %1$s
                  phaseTransitionTimestamps: [{phase: %1$s, phaseTransitionTimestamp: "2026-01-01T10:00:09Z"}]
                  migrationState:
                    {startTimestamp: "2026-01-01T10:00:05Z", endTimestamp: "2026-01-01T10:00:07Z", completed: true,
                     sourceNode: node-b, targetNode: node-a}
                """.formatted(phase), VirtualMachineInstanceMigration.class);
    }

    private static void reconcile(ReconcileMetrics metrics, VirtualMachineInstance guest) throws Exception {
        metrics.reconcileCustomResource(guest, new Again(), Map.of());
        var _ = metrics.timeControllerExecution(new Nothing());
    }

    private static final class Again implements RetryInfo {
        @Override
        public int getAttemptCount() {
            return 1;
        }

        @Override
        public boolean isLastAttempt() {
            return false;
        }
    }

    private static final class Nothing implements ControllerExecution<String> {
        @Override
        public String name() {
            return "reconcile";
        }

        @Override
        public String controllerName() {
            return "virtualmachineinstance";
        }

        @Override
        public String successTypeName(String result) {
            return result;
        }

        @Override
        public ResourceID resourceID() {
            return new ResourceID("db", "shop");
        }

        @Override
        public Map<String, Object> metadata() {
            return Map.of();
        }

        @Override
        public String execute() {
            return "done";
        }
    }

    private static void askInVain(Figures figures) {
        Config nobody = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:1")
                .withRequestRetryBackoffLimit(1)
                .withRequestRetryBackoffInterval(1)
                .build();
        try (var client = KubernetesAccess.connect(nobody, List.of(new RestRequests(figures.registry())))) {
            assertThatThrownBy(() -> client.namespaces().withName("a").get())
                    .isInstanceOf(KubernetesClientException.class);
        }
    }

    private static String resource(String name) throws IOException {
        try (var file = BusyFigures.class.getResourceAsStream("/guest-series/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
