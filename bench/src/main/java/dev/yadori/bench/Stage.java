package dev.yadori.bench;

/** What happens on the way from a created instance to a guest that answers, in order. */
enum Stage {
    POD_CREATED,
    POD_SCHEDULED,
    SANDBOX_UP,
    CONTAINER_STARTED,
    /** As the launcher's log says. */
    LAUNCHER_READY,
    SCHEDULED,
    /** As the launcher's log says. */
    DOMAIN_DEFINED,
    RUNNING,
    ANSWERS
}
