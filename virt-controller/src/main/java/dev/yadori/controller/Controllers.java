package dev.yadori.controller;

import dev.yadori.controller.watch.SharedWatches;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.service.kubernetes.OwnMetadata;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/** The reconcilers of one process, with the rules that are the same for all of them. */
public final class Controllers {

    /** Kinds that change with every guest. */
    public static final List<Class<? extends HasMetadata>> WATCHED = List.of(
            VirtualMachineInstance.class,
            VirtualMachine.class,
            VirtualMachineInstanceMigration.class,
            Pod.class,
            Node.class);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    private Controllers() {}

    /** An operator for a process that is alone, as in tests. It is not started yet. */
    public static Operator operator(
            Collaborators collaborators, List<? extends Reconciler<? extends HasMetadata>> reconcilers) {
        return operator(collaborators, reconcilers, Metrics.NOOP);
    }

    /** One of the processes that the others wait beside, or not, as the configuration has it. It is not started yet. */
    public static Replica replica(
            Collaborators collaborators,
            List<? extends Reconciler<? extends HasMetadata>> reconcilers,
            Supervision supervision) {
        return new Replica(collaborators, operator(collaborators, reconcilers, supervision.metrics()), supervision);
    }

    private static Operator operator(
            Collaborators collaborators,
            List<? extends Reconciler<? extends HasMetadata>> reconcilers,
            Metrics metrics) {
        var operator = new Operator(overrider -> configure(overrider, collaborators, metrics));
        reconcilers.forEach(reconciler -> register(operator, reconciler));
        return operator;
    }

    private static void configure(
            ConfigurationServiceOverrider overrider, Collaborators collaborators, Metrics metrics) {
        overrider
                .withKubernetesClient(new SharedWatches().over(collaborators.client()))
                .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                .withWorkflowExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                .withMetrics(metrics)
                .withUseSSAToPatchPrimaryResource(false)
                .withResourceCloner(new OwnMetadata(collaborators.client().getKubernetesSerialization())::copy)
                .withCloseClientOnStop(false)
                .withReconciliationTerminationTimeout(SHUTDOWN);
    }

    private static <P extends HasMetadata> void register(Operator operator, Reconciler<P> reconciler) {
        operator.register(reconciler, overrider -> {
            overrider.withRetry(forever());
            if (reconciler instanceof ScopedReconciler<P> scoped) {
                scoped.scope(overrider);
            }
        });
    }

    /** An object is never given up: what fails is tried again, at first soon. */
    private static Retry forever() {
        return new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(FIRST_RETRY)
                .setIntervalMultiplier(2)
                .setMaxInterval(LONGEST_RETRY.toMillis());
    }
}
