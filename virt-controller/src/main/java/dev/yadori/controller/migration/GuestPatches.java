package dev.yadori.controller.migration;

import dev.yadori.controller.patch.JsonPatch;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.MigrationState.AbortStatus;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** What a migration writes on its guest. Each patch fits only the version it was made for, and none writes what is there. */
final class GuestPatches {

    private static final String STATE = "/status/migrationState";

    private final KubernetesClient client;
    private final InstantSource clock;

    GuestPatches(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** The guest as it is afterwards. */
    VirtualMachineInstance apply(VirtualMachineInstance vmi, MigrationAction action) {
        var guest = new GuestView(vmi);
        return switch (action) {
            case MigrationAction.HandOver(MigrationState state) ->
                status(vmi, JsonPatch.of(vmi).add(STATE, state));
            case MigrationAction.EndBeforeStart(String reason) ->
                guest.unsettled()
                                .filter(state -> state.startTimestamp() == null)
                                .isPresent()
                        ? status(vmi, ended(vmi, reason))
                        : vmi;
            case MigrationAction.RequestAbort _ ->
                guest.unsettled()
                                .filter(state ->
                                        state.startTimestamp() != null && !Boolean.TRUE.equals(state.abortRequested()))
                                .isPresent()
                        ? status(vmi, JsonPatch.of(vmi).add(STATE + "/abortRequested", true))
                        : vmi;
            case MigrationAction.LabelTarget(String node) ->
                guest.targetLabel().filter(node::equals).isPresent() ? vmi : label(vmi, node);
            case MigrationAction.MoveLabel(String node) -> moveLabel(guest, node);
            case MigrationAction.DropTargetLabel _ ->
                guest.targetLabel().isPresent() ? metadata(vmi, withoutTarget(JsonPatch.of(vmi))) : vmi;
            case MigrationAction.CreateTarget _,
                    MigrationAction.DeleteTarget _,
                    MigrationAction.AddFinalizer _,
                    MigrationAction.DropFinalizer _,
                    MigrationAction.Forget _,
                    MigrationAction.Emit _ -> vmi;
        };
    }

    /** In one patch, which the source's handler cannot get between. */
    private JsonPatch ended(VirtualMachineInstance vmi, String reason) {
        return JsonPatch.of(vmi)
                .add(STATE + "/abortRequested", true)
                .add(STATE + "/abortStatus", AbortStatus.SUCCEEDED.wire())
                .add(STATE + "/completed", true)
                .add(STATE + "/failed", true)
                .add(STATE + "/failureReason", reason)
                .add(
                        STATE + "/endTimestamp",
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private VirtualMachineInstance label(VirtualMachineInstance vmi, String node) {
        Map<String, String> labels = vmi.getMetadata().getLabels();
        JsonPatch patch = JsonPatch.of(vmi);
        return metadata(
                vmi,
                labels == null || labels.isEmpty()
                        ? patch.add("/metadata/labels", Map.of(KubeVirtLabels.MIGRATION_TARGET_NODE_NAME, node))
                        : patch.add(path(KubeVirtLabels.MIGRATION_TARGET_NODE_NAME), node));
    }

    private VirtualMachineInstance moveLabel(GuestView guest, String node) {
        boolean moved = guest.nodeLabel().filter(node::equals).isPresent();
        boolean target = guest.targetLabel().isPresent();
        if (moved && !target) {
            return guest.vmi();
        }
        JsonPatch patch = JsonPatch.of(guest.vmi()).add(path(KubeVirtLabels.NODE_NAME), node);
        return metadata(guest.vmi(), target ? withoutTarget(patch) : patch);
    }

    private static JsonPatch withoutTarget(JsonPatch patch) {
        return patch.remove(path(KubeVirtLabels.MIGRATION_TARGET_NODE_NAME));
    }

    private static String path(String label) {
        return "/metadata/labels/" + JsonPatch.escaped(label);
    }

    private VirtualMachineInstance status(VirtualMachineInstance vmi, JsonPatch patch) {
        return Optional.ofNullable(client.resource(vmi)
                        .subresource("status")
                        .patch(JsonPatch.CONTEXT, patch.toJson(client.getKubernetesSerialization())))
                .orElse(vmi);
    }

    private VirtualMachineInstance metadata(VirtualMachineInstance vmi, JsonPatch patch) {
        return Optional.ofNullable(client.resource(vmi)
                        .patch(JsonPatch.CONTEXT, patch.toJson(client.getKubernetesSerialization())))
                .orElse(vmi);
    }
}
