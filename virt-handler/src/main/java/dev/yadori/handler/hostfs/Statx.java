package dev.yadori.handler.hostfs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** struct statx of linux/stat.h, which is the same on every architecture. */
final class Statx {

    private static final long UID = 20;
    private static final long GID = 24;
    private static final long MODE = 28;
    private static final long INODE = 32;
    private static final long REPRESENTED = 128;
    private static final long DEVICE = 136;

    private Statx() {}

    static FileFacts facts(MemorySegment statx) {
        return new FileFacts(
                FileFacts.Kind.ofMode(statx.get(JAVA_SHORT, MODE)),
                Integer.toUnsignedLong(statx.get(JAVA_INT, UID)),
                Integer.toUnsignedLong(statx.get(JAVA_INT, GID)),
                new FileFacts.Place(number(statx, DEVICE), statx.get(JAVA_LONG, INODE)),
                number(statx, REPRESENTED));
    }

    private static FileFacts.DeviceNumber number(MemorySegment statx, long offset) {
        return new FileFacts.DeviceNumber(statx.get(JAVA_INT, offset), statx.get(JAVA_INT, offset + Integer.BYTES));
    }
}
