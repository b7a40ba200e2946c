package dev.yadori.controller.migration;

import dev.yadori.controller.patch.JsonPatch;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** Both virt-handlers, as far as they write on the guest (0110): each write fits only the version that was read for it. */
final class Handlers {

    private static final String STATE = "/status/migrationState";

    private final KubernetesClient client;

    Handlers(KubernetesClient client) {
        this.client = client;
    }

    void runs(VirtualMachineInstance vmi) {
        status(
                vmi,
                patch -> patch.add("/status/phase", "Running")
                        .add("/status/conditions", List.of(Map.of("type", "LiveMigratable", "status", "True"))));
    }

    void prepare(VirtualMachineInstance vmi) {
        status(
                vmi,
                patch -> patch.add(STATE + "/targetNodeAddress", "10.0.0.2")
                        .add(STATE + "/targetDirectMigrationNodePorts", Map.of("40001", 0)));
    }

    void begin(VirtualMachineInstance vmi) {
        status(
                vmi,
                patch -> patch.add(STATE + "/startTimestamp", "2026-01-01T12:00:00Z")
                        .add(STATE + "/mode", "PreCopy"));
    }

    void fail(VirtualMachineInstance vmi, String reason) {
        status(
                vmi,
                patch -> patch.add(STATE + "/completed", true)
                        .add(STATE + "/failed", true)
                        .add(STATE + "/failureReason", reason)
                        .add(STATE + "/endTimestamp", "2026-01-01T12:00:05Z"));
    }

    void arrive(VirtualMachineInstance vmi) {
        status(
                vmi,
                patch -> patch.add(STATE + "/completed", true)
                        .add(STATE + "/targetNodeDomainDetected", true)
                        .add(STATE + "/targetNodeDomainReadyTimestamp", "2026-01-01T12:00:05Z")
                        .add(STATE + "/endTimestamp", "2026-01-01T12:00:05Z")
                        .add("/status/nodeName", "node2"));
    }

    void takeLabel(VirtualMachineInstance vmi) {
        write(() -> {
            var current = read(vmi);
            client.resource(current)
                    .patch(
                            JsonPatch.CONTEXT,
                            JsonPatch.of(current)
                                    .add("/metadata/labels/" + JsonPatch.escaped(KubeVirtLabels.NODE_NAME), "node2")
                                    .toJson(client.getKubernetesSerialization()));
        });
    }

    private void status(VirtualMachineInstance vmi, UnaryOperator<JsonPatch> change) {
        write(() -> {
            var current = read(vmi);
            client.resource(current)
                    .subresource("status")
                    .patch(
                            JsonPatch.CONTEXT,
                            change.apply(JsonPatch.of(current)).toJson(client.getKubernetesSerialization()));
        });
    }

    /** As often as somebody else was faster. */
    private static void write(Runnable patch) {
        Awaitility.await().atMost(MovingNamespace.SOON).until(() -> {
            try {
                patch.run();
                return true;
            } catch (KubernetesClientException e) {
                if (ApiRefusal.isConflict(e)) {
                    return false;
                }
                throw e;
            }
        });
    }

    private VirtualMachineInstance read(VirtualMachineInstance vmi) {
        return Objects.requireNonNull(client.resource(vmi).get());
    }
}
