package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.LauncherException.Kind;
import java.time.Instant;

/** What came of starting a guest. */
sealed interface StartOutcome {

    /** The launcher says that it is there. */
    record Started() implements StartOutcome {}

    /** It was not started. */
    record Failed(Kind kind, String reason, String message, long generation) implements StartOutcome {}

    default Attempt toAttempt(Instant now, int count) {
        return switch (this) {
            case Started() -> new Attempt.Done();
            case Failed(var kind, var reason, var message, var generation) ->
                new Attempt.Failed(kind, reason, message, new Attempt.Failed.Try(now, count, generation));
        };
    }
}
