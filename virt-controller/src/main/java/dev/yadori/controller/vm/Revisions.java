package dev.yadori.controller.vm;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VirtualMachineSpec;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The specs from which instances were started, each kept in a ControllerRevision. Its name follows from what is on the
 * instance from its creation, so that nobody has to write it there first.
 */
public final class Revisions {

    /** Which VirtualMachine a revision is of. */
    static final String VM_UID = "yadori.dev/vm-uid";

    private static final String SPEC = "spec";

    private static final String PREFIX = "revision-start-vm-";
    private static final String NAME = PREFIX + "%s-%d";

    private Revisions() {}

    /**
     * Name of the revision that an instance was made from: what belongs into its status.virtualMachineRevisionName. None
     * for an instance that no VirtualMachine controls. Only right until the annotation of the generation is raised, which
     * is not done before the name is in the status.
     */
    public static Optional<String> nameFor(VirtualMachineInstance instance) {
        return instance.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()) && "VirtualMachine".equals(owner.getKind()))
                .findFirst()
                .flatMap(owner -> generationOf(instance).map(generation -> NAME.formatted(owner.getUid(), generation)));
    }

    /**
     * The revision that an instance says it was made from, by another VirtualMachine than this: one of the same name
     * that was deleted without its instance. Its generations are not those of this one.
     */
    static boolean isOfAnother(VirtualMachine vm, VirtualMachineInstance instance) {
        return recordedFor(instance)
                .filter(name -> !name.startsWith(PREFIX + vm.getMetadata().getUid()))
                .isPresent();
    }

    /** The name of the revision as the status of the instance has it. */
    static Optional<String> recordedFor(VirtualMachineInstance instance) {
        return Optional.ofNullable(instance.getStatus()).map(VirtualMachineInstanceStatus::virtualMachineRevisionName);
    }

    /** The generation of the VirtualMachine that an instance stands for; none if its annotation is missing or no number. */
    static Optional<Long> generationOf(VirtualMachineInstance instance) {
        return Optional.ofNullable(instance.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(KubeVirtAnnotations.VM_GENERATION))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
    }

    static ControllerRevision of(VirtualMachine vm, KubernetesSerialization serialization) {
        var metadata = vm.getMetadata();
        return new ControllerRevisionBuilder()
                .withNewMetadata()
                .withName(NAME.formatted(metadata.getUid(), metadata.getGeneration()))
                .withNamespace(metadata.getNamespace())
                .addToLabels(VM_UID, metadata.getUid())
                .withOwnerReferences(ownedBy(vm))
                .endMetadata()
                .withRevision(metadata.getGeneration())
                .withData(new RawValue(CanonicalJson.of(
                        Map.of(SPEC, serialization.convertValue(Objects.requireNonNull(vm.getSpec()), Map.class)))))
                .build();
    }

    /** The spec that a revision holds; none if it holds something else. */
    static Optional<VirtualMachineSpec> specOf(ControllerRevision revision, KubernetesSerialization serialization) {
        Map<?, ?> data = serialization.convertValue(revision.getData(), Map.class);
        return Optional.ofNullable(data)
                .map(held -> held.get(SPEC))
                .map(spec -> serialization.convertValue(spec, VirtualMachineSpec.class));
    }

    /** An owner that does not control. */
    static OwnerReference ownerOf(VirtualMachineInstance instance) {
        return new OwnerReferenceBuilder()
                .withApiVersion(instance.getApiVersion())
                .withKind(instance.getKind())
                .withName(instance.getMetadata().getName())
                .withUid(instance.getMetadata().getUid())
                .build();
    }

    static OwnerReference ownedBy(VirtualMachine vm) {
        return new OwnerReferenceBuilder()
                .withApiVersion(vm.getApiVersion())
                .withKind(vm.getKind())
                .withName(vm.getMetadata().getName())
                .withUid(vm.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
