package dev.yadori.controller.vmi;

/** What is known of something that others may change: it is there, it is proven not to be, or nobody can say. */
public sealed interface Observation<T> {

    /** It is there, and was so when it was looked at. */
    record Present<T>(T value) implements Observation<T> {}

    /**
     * It is not there.
     *
     * @param proof who said so
     */
    record Absent<T>(String proof) implements Observation<T> {}

    /**
     * Nothing is known, so nothing may follow from it.
     *
     * @param reason why nobody can say
     */
    record Unknown<T>(String reason) implements Observation<T> {}
}
