package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.LauncherException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When to try again, and when to look again. */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** How long a launcher may be out of reach before the object says so. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private Backoff() {}

    /** Whether a guest that is not there is to be started now. What is wrong for good waits for another specification. */
    static boolean isDue(Attempt attempt, @Nullable Long generation, Instant now) {
        return switch (attempt) {
            case Attempt.None _ -> true;
            case Attempt.Running _, Attempt.Done _ -> false;
            case Attempt.Failed failed ->
                failed.kind() == Kind.INVALID
                        ? generation != null && generation != failed.last().generation()
                        : !now.isBefore(retryAt(failed));
        };
    }

    /** How long nothing follows from what is known, if something does in the end. */
    static Optional<Duration> wait(VmiObserved seen, Instant now) {
        return due(seen)
                .filter(at -> at.isAfter(now))
                .map(at -> Duration.between(now, at).plusMillis(1));
    }

    private static Optional<Instant> due(VmiObserved seen) {
        return switch (seen.launcher().contact()) {
            case Contact.Seeking(var since, var _) -> Optional.of(since.plus(PATIENCE));
            case Contact.Made _ ->
                retry(seen.launcher().attempt())
                        .or(() -> seen.launcher().cards().flatMap(cards -> retry(cards.attempt())));
            case Contact.None _, Contact.Refused _ -> Optional.empty();
        };
    }

    private static Optional<Instant> retry(Attempt attempt) {
        return attempt instanceof Attempt.Failed failed && failed.kind() != Kind.INVALID
                ? Optional.of(retryAt(failed))
                : Optional.empty();
    }

    private static Instant retryAt(Attempt.Failed failed) {
        return failed.last().at().plus(delay(failed.last().count()));
    }

    static Duration delay(int count) {
        var doubled = FIRST.multipliedBy(1L << Math.min(count - 1, 16));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
