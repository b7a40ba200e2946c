package dev.yadori.api.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads types of the API out of JSON trees. */
public final class SpecReader {

    /** Shared by all that read or write JSON here. Fields that this version does not know are left to the API server. */
    public static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private SpecReader() {}

    /** A value, or the fault that names the field which does not fit the type. */
    public sealed interface Reading<T> {
        /** The value. */
        record Good<T>(T value) implements Reading<T> {}

        /** What kept it from being read. */
        record Bad<T>(Fault fault) implements Reading<T> {}
    }

    /**
     * Reads a tree as a type.
     *
     * @param path of the tree in its object
     */
    public static <T> Reading<T> read(JsonNode tree, Class<T> type, FieldPath path) {
        try {
            T value = JSON.treeToValue(tree, type);
            return value == null
                    ? new Reading.Bad<>(new Fault(path, Fault.Kind.REQUIRED, "must be given"))
                    : new Reading.Good<>(value);
        } catch (JsonProcessingException e) {
            return new Reading.Bad<>(
                    new Fault(where(path, e), Fault.Kind.INVALID, "cannot be read: " + e.getOriginalMessage()));
        }
    }

    private static FieldPath where(FieldPath path, JsonProcessingException error) {
        FieldPath at = path;
        if (error instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                at = step.getFieldName() == null ? at.index(step.getIndex()) : at.field(step.getFieldName());
            }
        }
        return at;
    }
}
