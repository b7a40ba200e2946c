package dev.yadori.launcher.hypervisor;

/** Whether a guest's processors run. */
public sealed interface Execution {

    /** They do. */
    record Running() implements Execution {}

    /** They do not, and could go on. */
    record Paused(PauseCause cause) implements Execution {}

    /** The guest has turned itself off and its process is about to end. */
    record PoweringOff() implements Execution {}

    /** There is no process. */
    record Off(OffCause cause) implements Execution {}

    /** Why it does not run on. */
    enum PauseCause {
        USER,
        IO_ERROR,
        /** It is being moved, or has just come and is not complete. */
        MIGRATION,
        OTHER
    }

    /** Why there is no process. */
    enum OffCause {
        /** The guest turned itself off. */
        SHUTDOWN,
        /** Somebody ended it. */
        DESTROYED,
        CRASHED,
        /** All of it has gone to another hypervisor. */
        MIGRATED,
        /** It could not be started. */
        FAILED_TO_START,
        /** It was never started, or the hypervisor does not know. */
        UNKNOWN
    }
}
