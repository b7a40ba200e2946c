package dev.yadori.api.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that may be held at the same time by all requests together. */
final class ByteBudget {

    private final AtomicLong left;

    ByteBudget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** Whether these bytes could be had; then they are to be given back. */
    boolean take(long bytes) {
        long before = left.get();
        while (before >= bytes) {
            if (left.compareAndSet(before, before - bytes)) {
                return true;
            }
            before = left.get();
        }
        return false;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
