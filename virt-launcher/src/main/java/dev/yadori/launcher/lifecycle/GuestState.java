package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Observation;

/** Where the guest is in its one life. Only {@link #seen} and the commands of {@link GuestLifecycle} lead on. */
public sealed interface GuestState {

    /** Nobody has started it; the last try, if there was one, left nothing behind. */
    record Absent() implements GuestState {}

    /** Its parts are being made. */
    record Starting() implements GuestState {}

    /**
     * Prepared for a guest that comes from elsewhere. It does not run.
     *
     * @param complete all of it is here
     */
    record Incoming(boolean complete) implements GuestState {}

    record Running() implements GuestState {}

    record Paused(PauseReason reason) implements GuestState {}

    /** It was asked to end. */
    record ShuttingDown() implements GuestState {}

    /** It has ended, for good. */
    record Stopped(StopReason reason, String message) implements GuestState {}

    /** The hypervisor does not answer; before is the last state that was known. */
    record Unknown(GuestState before, String why) implements GuestState {}

    /** Why it does not run on. */
    enum PauseReason {
        USER,
        IO_ERROR,
        START_STRATEGY,
        MIGRATION,
        OTHER
    }

    /** Why it ended, and the exit status that tells the pod's init. */
    enum StopReason {
        SHUTDOWN(0),
        DESTROYED(0),
        CRASHED(90),
        FAILED_TO_START(90),
        MIGRATED(0);

        private final int exitStatus;

        StopReason(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        public int exitStatus() {
            return exitStatus;
        }
    }

    /**
     * What has been asked for so far and colours what is seen.
     *
     * @param ending it was asked to end
     * @param neverResumed it was started paused and nobody has let it go
     * @param leaving it may be on its way to elsewhere
     * @param released its source has stopped
     * @param staysPaused its user had paused it when it came
     */
    record Intent(boolean ending, boolean neverResumed, boolean leaving, boolean released, boolean staysPaused) {
        Intent(boolean ending, boolean neverResumed) {
            this(ending, neverResumed, false, false, false);
        }
    }

    /** For people. */
    default String words() {
        return switch (this) {
            case Absent() -> "absent";
            case Starting() -> "starting";
            case Incoming(var complete) -> complete ? "incoming, complete" : "incoming";
            case Running() -> "running";
            case Paused(var reason) -> "paused: " + reason;
            case ShuttingDown() -> "shutting down";
            case Stopped(var reason, var _) -> "stopped: " + reason;
            case Unknown(var before, var why) -> "unknown, was " + before.words() + ": " + why;
        };
    }

    /** Whether a process of the hypervisor may be there. */
    default boolean mayRun() {
        return switch (this) {
            case Absent _, Stopped _ -> false;
            case Starting _, Incoming _, Running _, Paused _, ShuttingDown _ -> true;
            case Unknown(var before, var _) -> before.mayRun();
        };
    }

    /** The last state that was known. */
    default GuestState known() {
        return this instanceof Unknown(var before, var _) ? before : this;
    }

    /** The state after an observation. What nobody can say changes nothing but that, once. */
    default GuestState seen(Observation observation, Intent intent) {
        if (!mayRun()) {
            return this;
        }
        if (known() instanceof Incoming && !(observation instanceof Observation.Unknown)) {
            return coming(observation, intent);
        }
        if (intent.leaving() && HandOver.source(observation, false) == HandOver.Source.DEPARTED) {
            return new Stopped(StopReason.MIGRATED, "");
        }
        return switch (observation) {
            case Observation.Unknown(var why) -> this instanceof Unknown ? this : new Unknown(this, why);
            case Observation.Absent() -> off(known(), Execution.OffCause.UNKNOWN);
            case Observation.Present(var execution, var _) ->
                switch (execution) {
                    case Execution.Off(var cause) -> off(known(), cause);
                    case Execution.PoweringOff() -> new ShuttingDown();
                    case Execution.Running() -> intent.ending() ? new ShuttingDown() : new Running();
                    case Execution.Paused(var cause) ->
                        intent.ending() ? new ShuttingDown() : new Paused(reason(cause, intent));
                };
        };
    }

    private static GuestState coming(Observation observation, Intent intent) {
        return switch (HandOver.target(observation, intent.released(), intent.staysPaused())) {
            case WAIT, RESUME -> new Incoming(HandOver.isComplete(observation));
            case ARRIVED -> intent.staysPaused() ? new Paused(PauseReason.USER) : new Running();
            case LOST ->
                new Stopped(StopReason.CRASHED, "The guest was lost: its source had stopped, and it is gone here.");
        };
    }

    private static PauseReason reason(Execution.PauseCause cause, Intent intent) {
        return switch (cause) {
            case USER -> intent.neverResumed() ? PauseReason.START_STRATEGY : PauseReason.USER;
            case IO_ERROR -> PauseReason.IO_ERROR;
            case MIGRATION -> PauseReason.MIGRATION;
            case OTHER -> PauseReason.OTHER;
        };
    }

    /** A start that nobody saw the end of and that left nothing may be tried again; a guest that ran may not. */
    private static GuestState off(GuestState before, Execution.OffCause cause) {
        return switch (cause) {
            case SHUTDOWN -> new Stopped(StopReason.SHUTDOWN, "");
            case DESTROYED -> new Stopped(StopReason.DESTROYED, "");
            case CRASHED -> new Stopped(StopReason.CRASHED, "");
            case MIGRATED -> new Stopped(StopReason.MIGRATED, "");
            case FAILED_TO_START, UNKNOWN ->
                switch (before) {
                    case Starting _ -> new Absent();
                    case ShuttingDown _ ->
                        new Stopped(StopReason.SHUTDOWN, "The guest ended while nobody looked, after it was asked to.");
                    case Absent _, Incoming _, Running _, Paused _, Stopped _, Unknown _ ->
                        new Stopped(StopReason.CRASHED, "The guest ended while nobody looked, and unasked.");
                };
        };
    }
}
