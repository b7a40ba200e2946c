package dev.yadori.controller.vm;

import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The VirtualMachineInstance that has the name of a VirtualMachine. */
sealed interface ObservedInstance {

    /** There is none. */
    record Absent() implements ObservedInstance {}

    /** The VirtualMachine controls it. */
    record Own(VirtualMachineInstance instance) implements ObservedInstance {}

    /** Nobody controls it: it was made by a user, or left over when its VirtualMachine was deleted without it. */
    record Unowned(VirtualMachineInstance instance) implements ObservedInstance {}

    /** Something else controls it, for one a VirtualMachine of the same name that was deleted before. */
    record Foreign(VirtualMachineInstance instance) implements ObservedInstance {}

    static ObservedInstance of(VirtualMachine vm, @Nullable VirtualMachineInstance found) {
        if (found == null) {
            return new Absent();
        }
        return controllerOf(found)
                .<ObservedInstance>map(
                        owner -> owner.getUid().equals(vm.getMetadata().getUid()) ? new Own(found) : new Foreign(found))
                .orElseGet(() -> new Unowned(found));
    }

    /** The instance, if it is that of the VirtualMachine. */
    default Optional<VirtualMachineInstance> own() {
        return this instanceof Own(var instance) ? Optional.of(instance) : Optional.empty();
    }

    /** Whether the name is not taken by an instance that is not that of the VirtualMachine. */
    default boolean isFree() {
        return switch (this) {
            case Absent _, Own _ -> true;
            case Unowned _, Foreign _ -> false;
        };
    }

    private static Optional<OwnerReference> controllerOf(VirtualMachineInstance instance) {
        return instance.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }
}
