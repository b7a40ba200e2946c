package dev.yadori.launcher.volume.iso;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers as ECMA-119 has them: mostly twice, in both byte orders. */
final class IsoBytes {
    static final int SECTOR = 2048;

    private IsoBytes() {}

    static void both32(ByteBuffer bytes, int value) {
        bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(value);
        bytes.order(ByteOrder.BIG_ENDIAN).putInt(value);
    }

    static void both16(ByteBuffer bytes, int value) {
        bytes.order(ByteOrder.LITTLE_ENDIAN).putShort((short) value);
        bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) value);
    }

    static int sectors(long bytes) {
        return Math.toIntExact(Math.ceilDiv(bytes, SECTOR));
    }
}
