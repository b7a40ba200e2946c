package dev.yadori.launcher.lifecycle;

import java.time.Duration;

/**
 * What a migration has to keep to.
 *
 * @param maxDowntime how long the guest may stand still at the end
 * @param completion after this it is paused, if it may be, or stays; zero for never
 * @param progress without progress for so long it stays; zero for never
 */
public record MigrationTerms(Duration maxDowntime, Duration completion, Duration progress, boolean pauseAllowed) {}
