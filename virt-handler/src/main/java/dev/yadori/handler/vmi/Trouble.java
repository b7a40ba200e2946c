package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.LauncherException.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a guest is not as it should be, for its condition Synchronized.
 *
 * @param mustAct it does not heal by itself
 */
record Trouble(String reason, String message, boolean mustAct) {

    /** @param hasRun whether the guest is known to have run */
    static Optional<Trouble> of(VmiObserved seen, boolean hasRun, Instant now) {
        return switch (seen.launcher().contact()) {
            case Contact.Refused(var why) -> Optional.of(new Trouble("LauncherRefused", why, true));
            case Contact.Seeking(var since, var why) ->
                now.isBefore(since.plus(Backoff.PATIENCE))
                        ? Optional.empty()
                        : Optional.of(new Trouble("LauncherUnreachable", why, false));
            case Contact.Made(var report) ->
                attempt(seen.launcher().attempt()).or(() -> missing(report.isPresent() && hasRun, seen));
            case Contact.None _ -> Optional.empty();
        };
    }

    static Optional<Trouble> attempt(Attempt attempt) {
        return attempt instanceof Attempt.Failed failed && failed.kind() != Kind.UNREACHABLE
                ? Optional.of(new Trouble(camelCase(failed.reason()), failed.message(), failed.kind() == Kind.INVALID))
                : Optional.empty();
    }

    /** A launcher that never heard of a guest that has run proves nothing: it may have lost its memory. */
    private static Optional<Trouble> missing(boolean hasRun, VmiObserved seen) {
        return hasRun && Evidence.of(seen) instanceof Evidence.NotStarted
                ? Optional.of(new Trouble(
                        "GuestMissing", "the launcher does not know the guest that was running in its pod", true))
                : Optional.empty();
    }

    /** From DISK_MISSING to DiskMissing. */
    private static String camelCase(String reason) {
        return Arrays.stream(reason.split("_", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT)
                        + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
