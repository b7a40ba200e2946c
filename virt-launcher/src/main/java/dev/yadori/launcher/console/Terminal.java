package dev.yadori.launcher.console;

/** Whoever looks at a serial line or a screen. Called on the line's event loop. */
public interface Terminal {

    /** Whether there is room for more; when there is again, the session has to be told. */
    boolean isReady();

    void output(byte[] bytes);

    /** The line is there, or what was typed last has been handed to the guest: one more input may come. */
    void mayType();

    /** No more output. Called once. */
    void ended(Ending ending);

    /** Why. */
    enum Ending {
        /** The guest has closed the line, because it has ended. */
        LINE_CLOSED,
        /** Somebody else looks now. */
        TAKEN_OVER,
        /** Somebody else looks, and is not to be disturbed. */
        IN_USE,
        /** There is no line to connect to. */
        NOT_RUNNING
    }
}
