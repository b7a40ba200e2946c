package dev.yadori.virtctl;

/** Looks for the key that leaves the console, ctrl and ], in what is typed. */
final class EscapeFilter {
    private static final byte ESCAPE = 0x1d;

    private EscapeFilter() {}

    /** How many of the bytes are for the guest: all of them, or those before the key. */
    static int forGuest(byte[] typed, int length) {
        for (int i = 0; i < length; i++) {
            if (typed[i] == ESCAPE) {
                return i;
            }
        }
        return length;
    }
}
