package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/** Looks at one guest that is to come to this node. Its object is another node's until it is here. */
@ControllerConfiguration(name = "target")
public final class TargetReconciler implements Reconciler<VirtualMachineInstance> {
    private final LauncherPods pods;
    private final LauncherSessions sessions;
    private final TargetApplier applier;
    private final TargetPlanner.Address here;
    private final InstantSource clock;
    private final PodWakes wakes = new PodWakes();

    TargetReconciler(
            LauncherPods pods,
            LauncherSessions sessions,
            TargetApplier applier,
            TargetPlanner.Address here,
            InstantSource clock) {
        this.pods = pods;
        this.sessions = sessions;
        this.applier = applier;
        this.here = here;
        this.clock = clock;
    }

    /** Only guests that come to this node. */
    public static void scope(ControllerConfigurationOverrider<VirtualMachineInstance> overrider, String node) {
        overrider
                .withLabelSelector(KubeVirtLabels.MIGRATION_TARGET_NODE_NAME + "=" + node)
                .withGenerationAware(false)
                .withTriggerReconcilerOnAllEvents(true);
    }

    void wake(GuestPod pod) {
        wakes.wake(pod);
    }

    @Override
    public UpdateControl<VirtualMachineInstance> reconcile(
            VirtualMachineInstance vmi, Context<VirtualMachineInstance> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        var pod = pods.target(vmi).map(PodFacts::of);
        var launcher = pod.map(one -> sessions.view(one.uid())).orElse(LauncherView.NOTHING);
        var seen = new VmiObserved(vmi, pod, launcher);
        var plan = TargetPlanner.plan(seen, here, Objects.requireNonNull(clock.instant()));
        applier.apply(seen, plan);
        var control = UpdateControl.<VirtualMachineInstance>noUpdate();
        plan.requeue().ifPresent(control::rescheduleAfter);
        return control;
    }

    @Override
    public List<EventSource<?, VirtualMachineInstance>> prepareEventSources(
            EventSourceContext<VirtualMachineInstance> context) {
        return List.of(wakes);
    }
}
