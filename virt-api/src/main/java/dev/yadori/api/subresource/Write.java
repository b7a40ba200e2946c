package dev.yadori.api.subresource;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of the cluster's state. Of patches each begins with the version of the object that was looked at. */
sealed interface Write {

    record PatchMachine(List<Op> patch) implements Write {}

    record PatchMachineStatus(List<Op> patch) implements Write {}

    record PatchInstance(List<Op> patch) implements Write {}

    record PatchInstanceStatus(List<Op> patch) implements Write {}

    record CreateMigration(VirtualMachineInstanceMigration migration) implements Write {}

    /** One operation of a JSON patch (RFC 6902). */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Op(String op, String path, @Nullable Object value) {

        static Op add(String path, Object value) {
            return new Op("add", path, value);
        }

        static Op remove(String path) {
            return new Op("remove", path, null);
        }

        /** Fails with 409 where the object has changed since it was read. */
        static Op version(String resourceVersion) {
            return new Op("replace", "/metadata/resourceVersion", resourceVersion);
        }
    }
}
