package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.InstantSource;
import java.util.List;

/** Looks at one guest of this node: observe, plan, apply. */
public final class VmiReconciler implements Reconciler<VirtualMachineInstance> {
    private final VmiObserver observer;
    private final VmiApplier applier;
    private final LauncherPods pods;
    private final String node;
    private final InstantSource clock;

    VmiReconciler(VmiObserver observer, VmiApplier applier, LauncherPods pods, String node, InstantSource clock) {
        this.observer = observer;
        this.applier = applier;
        this.pods = pods;
        this.node = node;
        this.clock = clock;
    }

    @Override
    public UpdateControl<VirtualMachineInstance> reconcile(
            VirtualMachineInstance cached, Context<VirtualMachineInstance> context) {
        if (context.isPrimaryResourceDeleted()) {
            applier.forget(cached);
            return UpdateControl.noUpdate();
        }
        var seen = observer.observe(cached);
        var plan = VmiPlanner.plan(seen, node, clock.instant());
        applier.apply(seen.vmi(), plan);
        var control = UpdateControl.<VirtualMachineInstance>noUpdate();
        plan.requeue().ifPresent(control::rescheduleAfter);
        return control;
    }

    @Override
    public List<EventSource<?, VirtualMachineInstance>> prepareEventSources(
            EventSourceContext<VirtualMachineInstance> context) {
        return List.of(pods);
    }
}
