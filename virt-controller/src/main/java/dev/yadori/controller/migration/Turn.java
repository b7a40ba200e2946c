package dev.yadori.controller.migration;

import java.time.Duration;

/** Whether a migration may begin. */
public sealed interface Turn {

    record Begin() implements Turn {}

    /**
     * Others are first.
     *
     * @param why as a sentence
     */
    record Queue(Duration lookAgain, String why) implements Turn {}
}
