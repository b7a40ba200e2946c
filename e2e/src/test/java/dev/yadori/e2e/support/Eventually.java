package dev.yadori.e2e.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Awaits what Kubernetes brings about in its own time. */
public final class Eventually {
    private static final Duration AT_MOST = Duration.ofSeconds(90);
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private Eventually() {}

    /** Repeats an assertion until it holds. Anything but an AssertionError ends the wait at once. */
    public static void holds(String what, ThrowingRunnable assertion) {
        Awaitility.await(what).atMost(AT_MOST).pollInterval(BETWEEN).untilAsserted(assertion);
    }
}
