package dev.yadori.handler.launch;

/** A field of the object that cannot be served, by its path as a user writes it. */
public record FieldError(String path, String message) {
    @Override
    public String toString() {
        return path + ": " + message;
    }
}
