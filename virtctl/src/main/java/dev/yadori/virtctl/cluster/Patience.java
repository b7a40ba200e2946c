package dev.yadori.virtctl.cluster;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait for one answer, from now on.
 *
 * @param end by {@link System#nanoTime()}; empty for any time
 */
record Patience(Optional<Long> end, Duration whole) {

    static final Patience ENDLESS = new Patience(Optional.empty(), Duration.ZERO);

    static Patience of(Optional<Duration> timeout) {
        return timeout.map(time -> new Patience(Optional.of(System.nanoTime() + time.toNanos()), time))
                .orElse(ENDLESS);
    }

    /** What a socket takes: what is left, or 0 for any time. */
    int millis() throws SocketTimeoutException {
        if (end.isEmpty()) {
            return 0;
        }
        long left = Duration.ofNanos(end.get() - System.nanoTime()).toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("there was no answer within " + whole.toMillis() / 1000.0 + " s");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /** The same, but not more than this. */
    int millis(int most) throws SocketTimeoutException {
        int left = millis();
        return left == 0 ? most : Math.min(left, most);
    }
}
