package dev.yadori.controller.migration;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The VirtualMachineInstance of the model, as the API server holds it. A copy is what somebody has read. */
final class ModelGuest {

    static final String NAME = "web";
    static final String UID = "22222222-0000-4000-8000-000000000002";

    int version = 1;
    VirtualMachineInstancePhase phase = VirtualMachineInstancePhase.RUNNING;
    String node = "node1";
    String nodeLabel = "node1";

    @Nullable
    String targetLabel;

    List<Condition> conditions = List.of();
    Map<String, String> activePods = Map.of("uid-" + Moves.SOURCE, "node1");

    @Nullable
    String state;

    boolean address;

    @Nullable
    Instant started;

    boolean completed;
    boolean failed;
    boolean abort;

    ModelGuest copy() {
        var copy = new ModelGuest();
        copy.version = version;
        copy.phase = phase;
        copy.node = node;
        copy.nodeLabel = nodeLabel;
        copy.targetLabel = targetLabel;
        copy.conditions = conditions;
        copy.activePods = activePods;
        copy.state = state;
        copy.address = address;
        copy.started = started;
        copy.completed = completed;
        copy.failed = failed;
        copy.abort = abort;
        return copy;
    }

    boolean unsettled() {
        return state != null && !completed;
    }

    boolean hasEnded() {
        return phase == VirtualMachineInstancePhase.FAILED || phase == VirtualMachineInstancePhase.SUCCEEDED;
    }

    void handOver(String uid) {
        state = uid;
        address = false;
        started = null;
        completed = false;
        failed = false;
        abort = false;
    }

    VirtualMachineInstance object() {
        var labels = new HashMap<String, String>();
        labels.put(KubeVirtLabels.NODE_NAME, nodeLabel);
        if (targetLabel != null) {
            labels.put(KubeVirtLabels.MIGRATION_TARGET_NODE_NAME, targetLabel);
        }
        var meta = new ObjectMetaBuilder()
                .withName(NAME)
                .withNamespace("shop")
                .withUid(UID)
                .withLabels(labels)
                .build();
        return new VirtualMachineInstance(meta, SPEC, status());
    }

    private static final VirtualMachineInstanceSpec SPEC =
            Objects.requireNonNull(Moves.guest("Running").getSpec());

    private VirtualMachineInstanceStatus status() {
        return new VirtualMachineInstanceStatus(
                phase,
                null,
                node,
                conditions,
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                migration(),
                null,
                null,
                List.of(),
                null,
                activePods,
                "launcher:v1",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private @Nullable MigrationState migration() {
        if (state == null) {
            return null;
        }
        return new MigrationState(
                state,
                null,
                started,
                null,
                completed ? true : null,
                failed ? true : null,
                null,
                abort ? true : null,
                null,
                "node1",
                Moves.SOURCE,
                null,
                "node2",
                Moves.TARGET,
                null,
                address ? "10.0.0.2" : null,
                Map.of(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
