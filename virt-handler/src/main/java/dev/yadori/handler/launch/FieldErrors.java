package dev.yadori.handler.launch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one mapping has found wrong, so that a user learns of all of it at once. */
final class FieldErrors {
    private final List<FieldError> found = new ArrayList<>();

    void add(String path, String message) {
        found.add(new FieldError(path, message));
    }

    void unsupported(String path) {
        add(path, "not supported");
    }

    /** A field that must be absent. */
    void absent(String path, @Nullable Object value) {
        if (value != null) {
            unsupported(path);
        }
    }

    /** A list that must be empty. */
    void empty(String path, List<?> value) {
        if (!value.isEmpty()) {
            unsupported(path);
        }
    }

    /** A switch that must not be on. */
    void off(String path, @Nullable Boolean value) {
        if (Boolean.TRUE.equals(value)) {
            unsupported(path);
        }
    }

    List<FieldError> found() {
        return List.copyOf(found);
    }
}
