package dev.yadori.service.memory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Collects all garbage once there is half as much of it as of what lives. The serial collector by itself lets the old
 * generation grow to its limit before it looks at it even once, and a process that has become idle keeps all of that.
 */
public final class HeapTrim {
    private static final Duration BETWEEN = Duration.ofSeconds(20);
    /** So that what is needed now and then is mostly there, and what one deed needed does not stay for ever. */
    private static final Duration BETWEEN_PAGES = Duration.ofSeconds(30);
    /** The young generation comes and goes, and is no reason. */
    private static final long LEAST = 8L << 20;
    /** Until what was found to live is doubted: two minutes. */
    private static final int LOOKS = 6;
    /** So much less of it that there may be less still. */
    private static final int PART = 8;

    private final LongSupplier used;
    private final Runnable collection;
    private long lives;
    private boolean settled = true;
    private int looks;

    HeapTrim(LongSupplier used, Runnable collection) {
        this.used = used;
        this.collection = collection;
    }

    /** Looks after this process from now on, for as long as it lives. What its start has left behind goes with the first look. */
    public static void start() {
        var runtime = Runtime.getRuntime();
        var trim = new HeapTrim(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
        var timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("heap-trim").factory());
        var _ = timer.scheduleWithFixedDelay(trim::look, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        var _ = timer.scheduleWithFixedDelay(
                CleanPages::giveBack, BETWEEN.toMillis(), BETWEEN_PAGES.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * What lives in the middle of some work, such as a migration's, is not what lives when it is done, and by half of it the process
     * could grow for ever after. So a collection is followed by others until they find no less.
     */
    void look() {
        looks++;
        if (used.getAsLong() - lives >= Math.max(LEAST, lives / 2)) {
            collect();
            settled = false;
        } else if (!settled && looks >= LOOKS) {
            long before = lives;
            collect();
            settled = lives >= before - before / PART;
        }
    }

    private void collect() {
        collection.run();
        lives = used.getAsLong();
        looks = 0;
    }
}
