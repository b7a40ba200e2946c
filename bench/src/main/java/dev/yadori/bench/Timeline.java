package dev.yadori.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** When one guest reached which stage, as seen from outside: the time at which the API server told of it. Thread-safe. */
final class Timeline {
    private final Instant created;
    private final Map<Stage, Instant> reached = new EnumMap<>(Stage.class);

    Timeline(Instant created) {
        this.created = created;
    }

    /** Only the first time counts. */
    synchronized void reached(Stage stage, Instant at) {
        reached.putIfAbsent(stage, at);
    }

    synchronized boolean has(Stage stage) {
        return reached.containsKey(stage);
    }

    /** From the creation to a stage. */
    synchronized Optional<Duration> until(Stage stage) {
        return Optional.ofNullable(reached.get(stage)).map(at -> Duration.between(created, at));
    }
}
