package dev.yadori.launcher.net;

import java.lang.management.ManagementFactory;

/** What is left of the heap after collections: grows with what is kept, not with what is used in passing. */
public final class HeapInUse {
    /** What the JVM itself may come to keep. The smallest object for each of a million packets takes 16 MB. */
    public static final long NOISE = 4_000_000;

    private static final int COLLECTIONS = 4;

    private HeapInUse() {}

    public static long bytes() {
        var memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
