package dev.yadori.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The work of the reconcilers, under the names that work queues have elsewhere. */
final class ReconcileMetrics implements Metrics {
    private final MeterRegistry registry;

    ReconcileMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void reconcileCustomResource(HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
        counter("adds", resource).increment();
        if (retry != null && retry.getAttemptCount() > 0) {
            counter("retries", resource).increment();
        }
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        var running = Timer.start(registry);
        try {
            return execution.execute();
        } finally {
            running.stop(Timer.builder("kubevirt_workqueue_work_duration")
                    .description("Time that a reconciliation took.")
                    .tag("name", execution.controllerName())
                    .register(registry));
        }
    }

    private Counter counter(String what, HasMetadata resource) {
        return Counter.builder("kubevirt_workqueue_" + what)
                .description("Objects that were to be looked at: " + what + ".")
                .tag("name", resource.getKind())
                .register(registry);
    }
}
