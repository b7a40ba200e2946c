package dev.yadori.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;

/**
 * A reconciler of some objects of its kind only, chosen by what is known at the start of the process. A class has to name
 * {@link Reconciler} beside it: the framework looks for the kind there and not in what this interface extends.
 */
public interface ScopedReconciler<P extends HasMetadata> extends Reconciler<P> {

    /** Says which: by namespace or label. */
    void scope(ControllerConfigurationOverrider<P> overrider);
}
