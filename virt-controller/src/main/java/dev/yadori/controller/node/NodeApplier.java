package dev.yadori.controller.node;

import dev.yadori.controller.patch.JsonPatch;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.NodeLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.service.events.EventRecorder;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the plans for nodes out: the only writes of this package. */
final class NodeApplier {

    private static final Logger LOG = LoggerFactory.getLogger(NodeApplier.class);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final EventRecorder events;

    NodeApplier(KubernetesClient client, EventRecorder events) {
        this.client = client;
        this.events = events;
    }

    void apply(Node node, NodeAction action) {
        switch (action) {
            case NodeAction.StopScheduling _ -> {
                patch(node, "labels", Map.of(NodeLabels.SCHEDULABLE, "false"));
                LOG.atWarn().addKeyValue("node", node.getMetadata().getName()).log("node takes no more guests");
            }
            case NodeAction.RememberDrain(boolean draining) ->
                patch(node, "annotations", value(NodePlanner.DRAINING, draining ? "true" : null));
            case NodeAction.Move(VirtualMachineInstanceMigration migration) -> create(migration);
            case NodeAction.ClearWish(VirtualMachineInstance guest) -> clear(guest);
            case NodeAction.CallOff(VirtualMachineInstanceMigration migration) ->
                client.resource(migration).delete();
            case NodeAction.Name(VirtualMachineInstance guest, String message) ->
                events.warning(guest, "EvictionBlocked", message);
            case NodeAction.MarkOutdated(VirtualMachineInstance guest, boolean outdated) -> mark(guest, outdated);
            case NodeAction.Evict(VirtualMachineInstance guest, String pod) -> evict(guest, pod);
        }
    }

    private void create(VirtualMachineInstanceMigration migration) {
        try {
            client.resource(migration).create();
            LOG.atInfo()
                    .addKeyValue("namespace", migration.getMetadata().getNamespace())
                    .addKeyValue("name", migration.getMetadata().getName())
                    .log("migration asked for");
        } catch (KubernetesClientException e) {
            // There already, or another one moves the guest, or it can move no more: what is known by then decides
            // anew.
            if (!ApiRefusal.isFinal(e)) {
                throw e;
            }
            LOG.atInfo()
                    .addKeyValue("namespace", migration.getMetadata().getNamespace())
                    .addKeyValue("name", migration.getMetadata().getName())
                    .addKeyValue("error", ApiRefusal.message(e))
                    .log("migration refused");
        }
    }

    private void clear(VirtualMachineInstance guest) {
        client.resource(guest)
                .subresource("status")
                .patch(
                        JsonPatch.CONTEXT,
                        JsonPatch.of(guest)
                                .remove("/status/evacuationNodeName")
                                .toJson(client.getKubernetesSerialization()));
    }

    private void mark(VirtualMachineInstance guest, boolean outdated) {
        client.resource(guest)
                .patch(
                        MERGE,
                        client.getKubernetesSerialization()
                                .asJson(Map.of(
                                        "metadata",
                                        Map.of(
                                                "labels",
                                                value(KubeVirtLabels.OUTDATED_LAUNCHER_IMAGE, outdated ? "" : null)))));
    }

    /** Who may not be evicted now is asked again with the next batch. */
    private void evict(VirtualMachineInstance guest, String pod) {
        boolean evicted = client.pods()
                .inNamespace(guest.getMetadata().getNamespace())
                .withName(pod)
                .evict();
        if (evicted) {
            events.normal(guest, "SuccessfulDelete", "Evicted pod " + pod + " because its launcher is outdated");
        } else {
            LOG.atInfo()
                    .addKeyValue("namespace", guest.getMetadata().getNamespace())
                    .addKeyValue("name", guest.getMetadata().getName())
                    .log("outdated guest may not be evicted now");
        }
    }

    private void patch(Node node, String part, Map<String, @Nullable String> values) {
        client.resource(node)
                .patch(MERGE, client.getKubernetesSerialization().asJson(Map.of("metadata", Map.of(part, values))));
    }

    private static Map<String, @Nullable String> value(String key, @Nullable String value) {
        return Collections.singletonMap(key, value);
    }
}
