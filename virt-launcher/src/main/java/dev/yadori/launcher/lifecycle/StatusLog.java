package dev.yadori.launcher.lifecycle;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The last reports, and those who want the next ones. Safe for use by several threads. */
public final class StatusLog {
    private static final int KEPT = 64;

    private final InstantSource clock;
    private final ArrayDeque<GuestStatusEvent> events = new ArrayDeque<>();
    private final CopyOnWriteArrayList<Consumer<GuestStatusEvent>> watchers = new CopyOnWriteArrayList<>();

    public StatusLog(GuestReport first, InstantSource clock) {
        this.clock = clock;
        events.add(new GuestStatusEvent(1, clock.instant(), first));
    }

    public synchronized GuestReport current() {
        return events.getLast().report();
    }

    /** A report that says nothing new is no event. */
    public synchronized void publish(GuestReport report) {
        var last = events.getLast();
        if (last.report().equals(report)) {
            return;
        }
        var event = new GuestStatusEvent(last.sequence() + 1, clock.instant(), report);
        events.add(event);
        if (events.size() > KEPT) {
            events.remove();
        }
        watchers.forEach(watcher -> watcher.accept(event));
    }

    /**
     * Gives what is kept from a sequence on, or else the last event, then each that follows, in order and on the publisher's
     * thread; a watcher must not block.
     *
     * @return ends it
     */
    public synchronized Runnable watch(long fromSequence, Consumer<GuestStatusEvent> watcher) {
        List<GuestStatusEvent> replay = events.stream()
                .filter(event -> event.sequence() >= fromSequence)
                .toList();
        (replay.isEmpty() ? List.of(events.getLast()) : replay).forEach(watcher);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }
}
