package dev.yadori.api.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that nobody changes any more, as a value. */
public final class Bytes {

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** Takes them over: the array is not written to afterwards. */
    public static Bytes of(byte... array) {
        return new Bytes(array);
    }

    public byte[] array() {
        return array;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return array.length + " bytes";
    }
}
