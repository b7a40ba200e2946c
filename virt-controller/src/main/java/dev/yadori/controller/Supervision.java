package dev.yadori.controller;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.util.function.Consumer;

/**
 * Who is told of how a process fares.
 *
 * @param elected is called when this process leads and its caches are full
 * @param deposed must end the process: it is called when the lease is lost, and when the lease is given back
 * @param failed must end the process: it holds the lease and cannot lead
 * @param metrics of the reconcilers
 */
public record Supervision(Runnable elected, Runnable deposed, Consumer<RuntimeException> failed, Metrics metrics) {
    /** Nobody. */
    public static final Supervision NONE = new Supervision(
            () -> {},
            () -> {},
            failure -> {
                throw failure;
            },
            Metrics.NOOP);
}
