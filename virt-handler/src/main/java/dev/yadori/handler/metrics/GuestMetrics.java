package dev.yadori.handler.metrics;

import dev.yadori.handler.launcher.LauncherClient;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.handler.vmi.ReachedGuest;
import dev.yadori.proto.launcher.v1.GuestStats;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks each launcher once when somebody scrapes, all at the same time. Who has not answered in time is left out: a launcher that
 * hangs costs the others their figures for nobody.
 */
public final class GuestMetrics {
    private final String node;
    private final Supplier<List<ReachedGuest>> guests;
    private final Executor executor;
    private final Duration patience;

    /**
     * Asks nobody yet.
     *
     * @param guests those whose launchers can be reached now
     * @param patience of a whole scrape; the call of one launcher has a limit of its own
     */
    public GuestMetrics(String node, Supplier<List<ReachedGuest>> guests, Executor executor, Duration patience) {
        this.node = node;
        this.guests = guests;
        this.executor = executor;
        this.patience = patience;
    }

    /** The figures in Prometheus's text format. */
    public String text() {
        Map<ReachedGuest, CompletableFuture<Optional<GuestStats>>> asked = new LinkedHashMap<>();
        guests.get()
                .forEach(guest ->
                        asked.put(guest, CompletableFuture.supplyAsync(() -> stats(guest.launcher()), executor)));
        var _ = CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        var exposition = new GuestExposition(node);
        asked.forEach((guest, answer) -> {
            answer.getNow(Optional.empty()).ifPresent(stats -> exposition.add(guest.pod(), stats));
            guest.leaving().ifPresent(progress -> exposition.add(guest.pod(), progress));
        });
        return exposition.text();
    }

    /** Empty for a guest that does not run, or has not yet, or whose launcher says nothing: its phase tells of that. */
    private static Optional<GuestStats> stats(LauncherClient launcher) {
        try {
            return Optional.of(launcher.stats());
        } catch (LauncherException silent) {
            return Optional.empty();
        }
    }
}
