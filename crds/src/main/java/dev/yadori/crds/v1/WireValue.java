package dev.yadori.crds.v1;

/**
 * A word of the API. A word that this version does not know is read as UNRECOGNIZED, so that one object of a newer version
 * cannot break a list; it is never valid to write, and the API server refuses it.
 */
public interface WireValue {

    String UNRECOGNIZED_TEXT = "UNRECOGNIZED";

    /** The word as it is in JSON. */
    String wire();

    /** The value with this word, or else the given one. */
    static <E extends WireValue> E parse(E[] values, String wire, E unrecognized) {
        for (E value : values) {
            if (value.wire().equals(wire)) {
                return value;
            }
        }
        return unrecognized;
    }
}
