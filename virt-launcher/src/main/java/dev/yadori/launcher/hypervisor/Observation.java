package dev.yadori.launcher.hypervisor;

/** What is known of a guest. */
public sealed interface Observation {

    /** The hypervisor knows it. */
    record Present(Execution execution, DomainFacts facts) implements Observation {}

    /** A hypervisor that answers knows no such guest. */
    record Absent() implements Observation {}

    /** Nobody answers, which says nothing about the guest. */
    record Unknown(String why) implements Observation {}
}
