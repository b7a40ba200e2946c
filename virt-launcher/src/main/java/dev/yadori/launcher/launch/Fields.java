package dev.yadori.launcher.launch;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;

/** Values of single fields; each failure names the field. */
final class Fields {
    private Fields() {}

    static String required(String field, String value) {
        if (value.isEmpty()) {
            throw new SpecException(field, "must be set");
        }
        return value;
    }

    static Optional<String> optional(String value) {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }

    /** Of an unsigned field, where 0 stands for nothing. */
    static OptionalInt optional(String field, int value) {
        if (value < 0) {
            throw new SpecException(field, "is too large: " + Integer.toUnsignedString(value));
        }
        return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }

    static int positive(String field, int value) {
        return optional(field, value).orElseThrow(() -> new SpecException(field, "must be at least 1"));
    }

    static UUID uuid(String field, String value) {
        return parsed(field, value, text -> {
            var uuid = UUID.fromString(text);
            if (!uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("not a UUID: " + text);
            }
            return uuid;
        });
    }

    static <T> T parsed(String field, String value, Function<String, T> parser) {
        required(field, value);
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new SpecException(field, String.valueOf(e.getMessage()));
        }
    }

    /** An enum constant by libvirt's word for it. */
    static <E extends Enum<E>> E word(String field, String value, Class<E> type) {
        required(field, value);
        try {
            return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new SpecException(field, "unknown: '" + value + "'");
        }
    }

    static SpecException unknown(String field) {
        return new SpecException(field, "must be set to a known value");
    }
}
