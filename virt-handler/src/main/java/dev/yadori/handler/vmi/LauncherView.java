package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.GuestReport;
import java.util.Optional;

/**
 * One launcher, as known at one moment.
 *
 * @param ended what it said when its guest ended; stays true whatever becomes of the launcher
 * @param findings empty where another life of this process started the guest
 * @param cards the last change of a running guest's cards; empty: none was needed
 */
public record LauncherView(
        Contact contact,
        Optional<GuestReport> ended,
        Attempt attempt,
        Optional<Findings> findings,
        Optional<CardWish.Try> cards) {

    /** What it said last, its guest's end before all else. */
    Optional<GuestReport> lastReport() {
        return ended.or(() -> contact instanceof Contact.Made(var report) ? report : Optional.empty());
    }

    public static final LauncherView NOTHING = new LauncherView(
            new Contact.None(), Optional.empty(), new Attempt.None(), Optional.empty(), Optional.empty());
}
