package dev.yadori.handler.pod;

/** What became of the wish to reach a pod's launcher. The reasons are for people. */
public sealed interface Adoption {

    /** There it is. The receiver closes the endpoint. */
    record Adopted(LauncherEndpoint endpoint) implements Adoption {}

    /** Not there, or not yet; says nothing about the guest. */
    record NotYet(String reason) implements Adoption {}

    /** What is there is not what a launcher makes. Waiting does not help, and nothing in that pod is to be trusted. */
    record Refused(String reason) implements Adoption {}
}
