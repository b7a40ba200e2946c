package dev.yadori.controller.vm;

import dev.yadori.controller.Collaborators;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineStatus;
import dev.yadori.service.events.EventRecorder;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps each VirtualMachine's instance as its run strategy and its requests want it. */
@ControllerConfiguration(
        name = "virtualmachine",
        finalizerName = KubeVirtNames.VM_CONTROLLER_FINALIZER,
        // Requests to start and stop are in the status, whose changes have no generation.
        generationAwareEventProcessing = false)
public final class VmReconciler implements Reconciler<VirtualMachine>, Cleaner<VirtualMachine> {

    private static final Duration CACHE_LAG = Duration.ofMillis(500);
    /** What was refused is tried again without an exception each time: the status says what is wrong. */
    private static final Duration REFUSED = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final EventRecorder events;
    private final VmObserver observer;
    private final VmApplier applier;

    public VmReconciler(Collaborators collaborators, EventRecorder events) {
        this.clock = collaborators.clock();
        this.events = events;
        this.observer = new VmObserver(collaborators);
        this.applier = new VmApplier(collaborators.client(), events);
    }

    /** By name, not by owner: an instance of another owner with the name is in the way. */
    @Override
    public List<EventSource<?, VirtualMachine>> prepareEventSources(EventSourceContext<VirtualMachine> context) {
        var instances = InformerEventSourceConfiguration.from(VirtualMachineInstance.class, VirtualMachine.class)
                .withSecondaryToPrimaryMapper(instance -> Set.of(ResourceID.fromResource(instance)))
                .build();
        return List.of(new InformerEventSource<>(instances, context));
    }

    @Override
    public UpdateControl<VirtualMachine> reconcile(VirtualMachine vm, Context<VirtualMachine> context) {
        return settle(vm, context)
                .map(wait -> UpdateControl.<VirtualMachine>noUpdate().rescheduleAfter(wait))
                .orElseGet(UpdateControl::noUpdate);
    }

    /** The finalizer is removed as one of the actions, so that a refusal becomes a condition. */
    @Override
    public DeleteControl cleanup(VirtualMachine vm, Context<VirtualMachine> context) {
        return settle(vm, context)
                .map(wait -> DeleteControl.noFinalizerRemoval().rescheduleAfter(wait.toMillis()))
                .orElseGet(DeleteControl::noFinalizerRemoval);
    }

    private Optional<Duration> settle(VirtualMachine vm, Context<VirtualMachine> context) {
        var now = clock.instant();
        var plan = VmPlanner.plan(vm, observer.observe(vm, context), now);
        try {
            apply(plan, vm);
        } catch (KubernetesClientException e) {
            if (ApiRefusal.isConflict(e)) {
                return Optional.of(CACHE_LAG);
            }
            if (ApiRefusal.isEndOfNamespace(e)) {
                return Optional.of(REFUSED);
            }
            tell(vm, plan, e);
            if (ApiRefusal.isFinal(e)) {
                return Optional.of(REFUSED);
            }
            throw e;
        }
        return plan.dueAt().map(due -> Duration.between(now, due));
    }

    private void apply(VmPlan plan, VirtualMachine vm) {
        var current = plan.statusFirst() ? applier.store(vm, plan.status()) : vm;
        plan.actions().forEach(action -> applier.apply(action, current));
        boolean gone = plan.actions().contains(new VmAction.RemoveFinalizer());
        if (!plan.statusFirst() && !plan.startsInstance() && !gone) {
            applier.store(vm, plan.status());
        }
    }

    /** Says in the status what could not be done; as an event only what somebody has to change. */
    private void tell(VirtualMachine vm, VmPlan plan, KubernetesClientException failure) {
        var reason = plan.startsInstance() ? "FailedCreate" : "FailedDelete";
        var message = ApiRefusal.message(failure);
        if (ApiRefusal.isFinal(failure)) {
            var doing = plan.startsInstance() ? "Error creating virtual machine instance: " : "Error stopping: ";
            events.warning(vm, reason, doing + message);
        }
        if (ApiRefusal.isAnswer(failure) && !plan.statusFirst()) {
            store(vm, plan.failing(reason, message, clock.instant()), failure);
        }
    }

    private void store(VirtualMachine vm, VirtualMachineStatus status, KubernetesClientException failure) {
        try {
            applier.store(vm, status);
        } catch (KubernetesClientException e) {
            failure.addSuppressed(e);
        }
    }
}
