package dev.yadori.controller.vm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.config.ClusterConfig.Binding;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.PrintableStatus;
import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VirtualMachineSpec;
import dev.yadori.crds.v1.VirtualMachineStatus;
import dev.yadori.crds.v1.VirtualMachineStatus.StartFailure;
import dev.yadori.crds.v1.VirtualMachineStatus.StateChangeAction;
import dev.yadori.crds.v1.VirtualMachineStatus.StateChangeRequest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Objects as they are seen in the tests of this package. */
final class Cases {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final String VM_UID = "0c1a8a3e-35a5-4c0b-9c32-7a4a2b8f0b11";
    static final String VMI_UID = "9f7b6c1e-90a0-4c55-8f7e-0d1b7a3c2d22";
    static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization(new ObjectMapper(), true);

    private static final Map<String, VirtualMachineSpec> SPECS = new ConcurrentHashMap<>();

    private Cases() {}

    static VirtualMachineSpec spec(RunStrategy strategy, String memory) {
        return SPECS.computeIfAbsent(strategy + memory, _ -> parse(strategy, memory));
    }

    /** The same with a node selector in its template. */
    static VirtualMachineSpec placed(VirtualMachineSpec spec, String label, String value) {
        var tree = SERIALIZATION.convertValue(spec, ObjectNode.class);
        tree.withObject("/template/spec/nodeSelector").put(label, value);
        return SERIALIZATION.convertValue(tree, VirtualMachineSpec.class);
    }

    /** What a guest of that template is when it has got a card more. */
    static VirtualMachineInstanceSpec grown(VirtualMachineSpec spec) {
        var tree = SERIALIZATION.convertValue(spec, ObjectNode.class).withObject("/template/spec");
        tree.withArray("/domain/devices/interfaces")
                .addObject()
                .put("name", "late")
                .putObject("bridge");
        tree.withArray("/networks")
                .addObject()
                .put("name", "late")
                .putObject("multus")
                .put("networkName", "late");
        return SERIALIZATION.convertValue(tree, VirtualMachineInstanceSpec.class);
    }

    private static VirtualMachineSpec parse(RunStrategy strategy, String memory) {
        var yaml = """
                runStrategy: %s
                template:
                  metadata:
                    labels: {app: web}
                    annotations: {note: "<kept> & so on"}
                  spec:
                    domain:
                      memory: {guest: %s}
                      devices:
                        interfaces:
                          - name: default
                            masquerade: {}
                          - name: second
                            bridge: {}
                    networks:
                      - name: default
                        pod: {}
                """.formatted(strategy.wire(), memory);
        return SERIALIZATION.unmarshal(yaml, VirtualMachineSpec.class);
    }

    static VirtualMachine vm(RunStrategy strategy) {
        return vm(strategy, null);
    }

    static VirtualMachine vm(RunStrategy strategy, @Nullable VirtualMachineStatus status) {
        var metadata = new ObjectMetaBuilder()
                .withName("web")
                .withNamespace("prod")
                .withUid(VM_UID)
                .withGeneration(3L)
                .withResourceVersion("100")
                .addToLabels("of", "the-vm")
                .build();
        return new VirtualMachine(metadata, spec(strategy, "128Mi"), status);
    }

    /** A status in which the strategy is in effect, with these requests. */
    static VirtualMachineStatus inEffect(RunStrategy strategy, StateChangeRequest... requests) {
        return status(strategy, null, List.of(), requests);
    }

    static VirtualMachineStatus status(
            @Nullable RunStrategy strategy,
            @Nullable StartFailure failure,
            List<Condition> conditions,
            StateChangeRequest... requests) {
        return new VirtualMachineStatus(
                PrintableStatus.STOPPED,
                false,
                false,
                conditions,
                strategy,
                null,
                null,
                List.of(requests),
                failure,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }

    static StateChangeRequest start() {
        return new StateChangeRequest(StateChangeAction.START, null, Map.of());
    }

    static StateChangeRequest startPaused() {
        return new StateChangeRequest(StateChangeAction.START, null, Map.of("paused", "true"));
    }

    static StateChangeRequest stop(String uid) {
        return new StateChangeRequest(StateChangeAction.STOP, uid, Map.of());
    }

    /** An instance of the VM in a phase, with fields of its status beside. */
    static VirtualMachineInstance instance(
            @Nullable VirtualMachineInstancePhase phase, Map<String, Object> moreStatus) {
        var status = new HashMap<>(moreStatus);
        if (phase != null) {
            status.put("phase", phase.wire());
        }
        var metadata = new ObjectMetaBuilder()
                .withName("web")
                .withNamespace("prod")
                .withUid(VMI_UID)
                .withResourceVersion("200")
                .addToAnnotations(KubeVirtAnnotations.VM_GENERATION, "3")
                .withOwnerReferences(Revisions.ownedBy(vm(RunStrategy.ALWAYS)))
                .build();
        return new VirtualMachineInstance(
                metadata,
                Objects.requireNonNull(spec(RunStrategy.ALWAYS, "128Mi").template())
                        .spec(),
                SERIALIZATION.convertValue(status, VirtualMachineInstanceStatus.class));
    }

    static VirtualMachineInstance instance(@Nullable VirtualMachineInstancePhase phase) {
        return instance(phase, Map.of());
    }

    static VirtualMachineInstance deleting(VirtualMachineInstance instance) {
        instance.getMetadata().setDeletionTimestamp(NOW.toString());
        return instance;
    }

    static Map<String, Object> condition(String type, String status, String reason) {
        return Map.of("conditions", List.of(Map.of("type", type, "status", status, "reason", reason)));
    }

    static VmObserved seen(@Nullable VirtualMachineInstance instance) {
        return new VmObserved(ObservedInstance.of(vm(RunStrategy.ALWAYS), instance), Optional.empty(), Binding.BRIDGE);
    }
}
