package dev.yadori.service.events;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells users what happened to an object. It never fails: an event that cannot be written is lost. */
public interface EventRecorder {

    /** Something went as it should. */
    void normal(HasMetadata about, String reason, String message);

    /** Something that a user has to act on; a retry that heals itself is not. */
    void warning(HasMetadata about, String reason, String message);
}
