package dev.yadori.api.admission;

/**
 * One thing wrong with an object.
 *
 * @param message what is wrong, without the path
 */
public record Fault(FieldPath field, Kind kind, String message) {

    /** The kinds of causes that the Kubernetes API knows. */
    public enum Kind {
        REQUIRED("FieldValueRequired"),
        INVALID("FieldValueInvalid"),
        DUPLICATE("FieldValueDuplicate"),
        NOT_SUPPORTED("FieldValueNotSupported"),
        FORBIDDEN("FieldValueForbidden");

        private final String cause;

        Kind(String cause) {
            this.cause = cause;
        }

        /** Reason of a cause in a Status of Kubernetes. */
        public String cause() {
            return cause;
        }
    }

    @Override
    public String toString() {
        return field + ": " + message;
    }
}
