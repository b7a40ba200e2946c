package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.GuestLink;
import dev.yadori.handler.launcher.GuestReport;
import java.util.List;
import java.util.Optional;

/**
 * One launcher, as known at one moment.
 *
 * @param ended what it said when its guest ended; stays true whatever becomes of the launcher
 * @param links how its pod was plumbed; empty where another life of this process did that
 */
public record LauncherView(
        Contact contact, Optional<GuestReport> ended, Attempt attempt, Optional<List<GuestLink>> links) {

    public static final LauncherView NOTHING =
            new LauncherView(new Contact.None(), Optional.empty(), new Attempt.None(), Optional.empty());
}
