package dev.yadori.handler.launcher;

/** Where a launcher says that its guest is. */
public sealed interface GuestState {

    /** Nobody has asked for it yet. */
    record Absent() implements GuestState {}

    /** On its way. */
    record Starting() implements GuestState {}

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
        OTHER
    }

    /** Why it ended. */
    enum StopReason {
        SHUTDOWN,
        DESTROYED,
        CRASHED,
        FAILED_TO_START,
        /** One that this version does not know. */
        OTHER
    }

    /** Whether there is a guest that may execute, or go on to. */
    default boolean isAlive() {
        return switch (this) {
            case Running _, Paused _, ShuttingDown _ -> true;
            case Absent _, Starting _, Stopped _, Unknown _ -> false;
        };
    }
}
