package dev.yadori.controller;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;

/**
 * Who is told of how an operator fares.
 *
 * @param elected is called when this process leads
 * @param deposed must end the process: it is called when the lease is lost, and when the operator is stopped
 * @param metrics of the reconcilers
 */
public record Supervision(Runnable elected, Runnable deposed, Metrics metrics) {
    /** Nobody. */
    public static final Supervision NONE = new Supervision(() -> {}, () -> {}, Metrics.NOOP);
}
