package dev.yadori.handler.launcher;

/** Where a launcher says that its guest is. */
public sealed interface GuestState {

    /** Nobody has asked for it yet. */
    record Absent() implements GuestState {}

    /** On its way. */
    record Starting() implements GuestState {}

    /** Made for a guest that comes from elsewhere, and that does not run yet. */
    record Incoming() implements GuestState {}

    record Running() implements GuestState {}

    record Paused(PauseReason reason) implements GuestState {}

    /** Asked to end, and still there. */
    record ShuttingDown() implements GuestState {}

    /** It has ended, for good: a proof. */
    record Stopped(StopReason reason) implements GuestState {}

    /** The launcher cannot tell, which says nothing about the guest. */
    record Unknown() implements GuestState {}

    /** Why it does not run on. */
    enum PauseReason {
        USER,
        IO_ERROR,
        START_STRATEGY,
        /** It goes on by itself, here or elsewhere. */
        MIGRATION,
        OTHER
    }

    /** Why it ended. */
    enum StopReason {
        SHUTDOWN,
        DESTROYED,
        CRASHED,
        FAILED_TO_START,
        /** It has left, and does not run here any more. */
        MIGRATED,
        /** One that this version does not know. */
        OTHER
    }

    /** Whether there is a guest that may execute, or go on to. */
    default boolean isAlive() {
        return switch (this) {
            case Running _, Paused _, ShuttingDown _ -> true;
            case Absent _, Starting _, Incoming _, Stopped _, Unknown _ -> false;
        };
    }
}
