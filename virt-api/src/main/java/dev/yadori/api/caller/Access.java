package dev.yadori.api.caller;

/** Whether a user may do something. */
@FunctionalInterface
public interface Access {

    Verdict review(Caller caller, Action action);

    /** What somebody wants to do; the subresource is empty where there is none. */
    record Action(String verb, String namespace, String version, String resource, String subresource, String name) {}

    /** What the API server says of it; the reason may be empty. */
    record Verdict(boolean allowed, String reason) {}
}
