package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.LauncherDoor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What sessions work with.
 *
 * @param executor for what blocks
 * @param timer for what waits; runs nothing itself
 * @param wake told of each change, to look at the guest again
 */
record SessionTools(
        LauncherDoor door,
        Executor executor,
        ScheduledExecutorService timer,
        SearchPace pace,
        InstantSource clock,
        Consumer<GuestPod> wake) {

    Future<?> later(Runnable task, Duration pause) {
        return timer.schedule(() -> executor.execute(task), pause.toNanos(), TimeUnit.NANOSECONDS);
    }
}
