package dev.yadori.controller.vm;

import java.time.Instant;

/** What is to be done about the instance of a VirtualMachine now. */
sealed interface RunDecision {

    record Start(boolean paused) implements RunDecision {}

    /** The instance goes; a guest that runs is shut down. */
    record Stop() implements RunDecision {}

    /** It shall start, but not before this time, as it has failed lately. */
    record StartLater(Instant at) implements RunDecision {}

    record Nothing() implements RunDecision {}
}
