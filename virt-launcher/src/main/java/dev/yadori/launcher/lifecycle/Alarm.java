package dev.yadori.launcher.lifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** One thing to do later; setting another time replaces it. Confined to the executor's thread. */
final class Alarm {
    private static final Duration FIRST_RETRY = Duration.ofMillis(20);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);

    private final ScheduledExecutorService thread;
    private final Runnable usual;
    private Optional<ScheduledFuture<?>> pending = Optional.empty();
    private Duration retry = FIRST_RETRY;

    Alarm(ScheduledExecutorService thread, Runnable usual) {
        this.thread = thread;
        this.usual = usual;
    }

    void after(Duration pause) {
        after(pause, usual);
    }

    /** Ever later, until something {@link #reached} its end. */
    void afterFailure(Runnable task) {
        after(retry, task);
        var doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
    }

    void reached() {
        pending.ifPresent(future -> future.cancel(false));
        pending = Optional.empty();
        retry = FIRST_RETRY;
    }

    private void after(Duration pause, Runnable task) {
        pending.ifPresent(future -> future.cancel(false));
        pending = Optional.of(thread.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS));
    }
}
