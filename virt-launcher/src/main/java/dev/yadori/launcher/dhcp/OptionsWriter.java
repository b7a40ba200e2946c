package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.Octets;
import java.nio.ByteBuffer;

/** Writes an option, in several parts if it is longer than one can be (RFC 3396). */
final class OptionsWriter {
    private static final int LARGEST_PART = 255;

    private OptionsWriter() {}

    static void write(int code, Octets value, ByteBuffer packet) {
        var bytes = value.toByteArray();
        int from = 0;
        do {
            int length = Math.min(LARGEST_PART, bytes.length - from);
            packet.put((byte) code).put((byte) length).put(bytes, from, length);
            from += length;
        } while (from < bytes.length);
    }
}
