package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.GuestReport;
import java.util.Optional;

/**
 * One launcher, as known at one moment.
 *
 * @param ended what it said when its guest ended; stays true whatever becomes of the launcher
 */
public record LauncherView(Contact contact, Optional<GuestReport> ended, Attempt attempt) {

    public static final LauncherView NOTHING =
            new LauncherView(new Contact.None(), Optional.empty(), new Attempt.None());
}
