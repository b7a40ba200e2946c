package dev.yadori.controller.certificates;

/** What was found in a Secret. */
sealed interface Stored<T> {

    /** It holds what it should. */
    record Present<T>(T value) implements Stored<T> {}

    /** There is no such Secret: the API server said so. */
    record Missing<T>() implements Stored<T> {}

    /** The Secret is there, but not usable. */
    record Unreadable<T>(String reason) implements Stored<T> {}
}
