package dev.yadori.api.admission;

/** The path of a field as people write it, such as spec.volumes[1].name. */
public record FieldPath(String text) {

    public static final FieldPath SPEC = new FieldPath("spec");
    public static final FieldPath METADATA = new FieldPath("metadata");

    /** A field of this object, or one further down: dots are taken as they are. */
    public FieldPath field(String name) {
        return new FieldPath(text.isEmpty() ? name : text + "." + name);
    }

    /** An element of this list, counted from 0. */
    public FieldPath index(int index) {
        return new FieldPath(text + "[" + index + "]");
    }

    /** An entry of this map. */
    public FieldPath key(String key) {
        return new FieldPath(text + "[" + key + "]");
    }

    @Override
    public String toString() {
        return text;
    }
}
