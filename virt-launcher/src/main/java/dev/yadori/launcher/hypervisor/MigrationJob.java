package dev.yadori.launcher.hypervisor;

import java.time.Duration;

/** What the hypervisor says of a guest's migration. */
public sealed interface MigrationJob {

    /** None goes on. */
    record None() implements MigrationJob {}

    /** One goes on. */
    record Active(Statistics statistics) implements MigrationJob {}

    /** The last one has ended, however. */
    record Ended(Statistics statistics) implements MigrationJob {}

    /**
     * Numbers, as far as they are known.
     *
     * @param bytesPerSecond that are sent of memory and disks
     * @param memoryPerSecond bytes of these that are memory
     * @param dirtiedPerSecond bytes that the guest writes
     * @param downtime zero before the end
     * @param rounds that the memory has been gone through in, the one that goes on among them
     */
    record Statistics(
            Duration elapsed,
            long totalBytes,
            long transferredBytes,
            long remainingBytes,
            long bytesPerSecond,
            long memoryPerSecond,
            long dirtiedPerSecond,
            Duration downtime,
            long rounds) {
        public static final Statistics NOTHING = new Statistics(Duration.ZERO, 0, 0, 0, 0, 0, 0, Duration.ZERO, 0);
    }
}
