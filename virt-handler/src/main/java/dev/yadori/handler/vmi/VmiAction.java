package dev.yadori.handler.vmi;

/** What a plan wants done. Each can be repeated. */
public sealed interface VmiAction {

    /** Plumb the pod, ask the API server once more, and start the guest. */
    record Launch(String podUid) implements VmiAction {}

    /** Look how the pod of a guest that runs is plumbed, because another life of this process did it and wrote nothing. */
    record Inspect(String podUid) implements VmiAction {}

    /** Have the guest leave this pod, as the object's migration says. Only when the status of the plan has been written. */
    record Migrate(String podUid, Departure departure) implements VmiAction {}

    /** Have the guest stay. */
    record CancelMigration(String podUid, String migration) implements VmiAction {}

    /** Give the guest that runs the cards that its object names, with their links. */
    record ChangeCards(String podUid, CardWish wish) implements VmiAction {}

    /** Tell users, once. */
    record Emit(boolean warning, String reason, String message) implements VmiAction {}
}
