package dev.yadori.controller.patch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operations of a JSON patch (RFC 6902) on one object, in their order. */
public record JsonPatch(List<Operation> operations) {

    public static final PatchContext CONTEXT = PatchContext.of(PatchType.JSON);

    public JsonPatch {
        operations = List.copyOf(operations);
    }

    /**
     * A patch that the API server refuses with 409 if the object is no longer the one that was looked at. It says so by
     * writing the version: a test operation that fails would be answered with 422, as any malformed patch is.
     */
    public static JsonPatch of(HasMetadata observed) {
        return new JsonPatch(List.of(new Operation(
                "replace", "/metadata/resourceVersion", observed.getMetadata().getResourceVersion())));
    }

    public JsonPatch add(String path, Object value) {
        return with(new Operation("add", path, value));
    }

    public JsonPatch remove(String path) {
        return with(new Operation("remove", path, null));
    }

    public String toJson(KubernetesSerialization serialization) {
        return serialization.asJson(operations);
    }

    /** A key as a part of a path, RFC 6901 section 3. */
    public static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private JsonPatch with(Operation operation) {
        return new JsonPatch(
                Stream.concat(operations.stream(), Stream.of(operation)).toList());
    }

    /** One operation; the value is absent for remove. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Operation(
            String op, String path, @Nullable Object value) {}
}
