package dev.yadori.controller.config;

import dev.yadori.crds.config.ClusterConfig;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Holds the configuration in force. A reconciler asks for it each time, so that a change needs no restart. */
public final class CurrentConfig implements Supplier<ClusterConfig> {

    private final AtomicReference<ClusterConfig> current = new AtomicReference<>(ClusterConfig.DEFAULT);

    @Override
    public ClusterConfig get() {
        return current.get();
    }

    /** Puts another configuration in force. */
    public void replace(ClusterConfig next) {
        current.set(next);
    }
}
