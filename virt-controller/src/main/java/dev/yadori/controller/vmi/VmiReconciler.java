package dev.yadori.controller.vmi;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.vmi.VmiApplier.Outcome;
import dev.yadori.controller.vmi.pod.LauncherPod;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.service.events.EventRecorder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each VirtualMachineInstance its launcher pod, tells the handler of its node, and lets go of it in the end. */
@ControllerConfiguration(
        name = "virtualmachineinstance",
        finalizerName = KubeVirtNames.VMI_FINALIZER,
        // Phases and conditions that the handler writes matter as much as the spec.
        generationAwareEventProcessing = false,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 30, timeUnit = TimeUnit.MINUTES))
public final class VmiReconciler implements Reconciler<VirtualMachineInstance>, Cleaner<VirtualMachineInstance> {

    private static final Logger LOG = LoggerFactory.getLogger(VmiReconciler.class);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final String BY_NODE = "node";
    private static final String BY_GUEST = "guest";
    private static final Duration STALE = Duration.ofMillis(500);

    private final Collaborators collaborators;
    private final EventRecorder events;
    private final VmiObserver observer;
    private final VmiMetrics metrics;

    public VmiReconciler(Collaborators collaborators, EventRecorder events, VmiMetrics metrics) {
        this.collaborators = collaborators;
        this.events = events;
        this.observer = new VmiObserver(collaborators.client());
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, VirtualMachineInstance>> prepareEventSources(
            EventSourceContext<VirtualMachineInstance> context) {
        var pods = InformerEventSourceConfiguration.from(Pod.class, VirtualMachineInstance.class)
                .withLabelSelector(LauncherPod.SELECTOR)
                .withSecondaryToPrimaryMapper(VmiReconciler::objectOf)
                .build();
        context.getPrimaryCache().addIndexer(BY_NODE, VmiReconciler::nodeOf);
        var nodes = InformerEventSourceConfiguration.from(Node.class, VirtualMachineInstance.class)
                .withSecondaryToPrimaryMapper(
                        node -> context
                                .getPrimaryCache()
                                .byIndex(BY_NODE, node.getMetadata().getName())
                                .stream()
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                .withOnUpdateFilter((now, before) -> !NodeSigns.of(now).equals(NodeSigns.of(before)))
                .build();
        var podsOfGuests = new InformerEventSource<>(pods, context);
        podsOfGuests.addIndexers(Map.of(BY_GUEST, VmiReconciler::guestOf));
        metrics.follow(() -> context.getPrimaryCache().list(), vmi -> home(vmi, podsOfGuests));
        return List.of(podsOfGuests, new InformerEventSource<>(nodes, context));
    }

    private static List<String> guestOf(Pod pod) {
        String guest = pod.getMetadata().getLabels().get(KubeVirtLabels.CREATED_BY);
        return guest == null ? List.of() : List.of(guest);
    }

    /** The pod that a guest runs in: during a migration there are two. */
    private static Optional<Pod> home(
            VirtualMachineInstance vmi, InformerEventSource<Pod, VirtualMachineInstance> pods) {
        String node = vmi.getStatus() == null ? null : vmi.getStatus().nodeName();
        return node == null
                ? Optional.empty()
                : pods.byIndex(BY_GUEST, vmi.getMetadata().getUid()).stream()
                        .filter(pod -> node.equals(pod.getSpec().getNodeName())
                                && pod.getStatus() != null
                                && "Running".equals(pod.getStatus().getPhase()))
                        .findFirst();
    }

    /** What of a node the fate of its guests depends on. The rest of it changes all the time. */
    private record NodeSigns(boolean ready, List<Taint> taints, Optional<String> schedulable) {

        static NodeSigns of(Node node) {
            return new NodeSigns(
                    NodeFate.isReady(node),
                    node.getSpec() == null ? List.of() : node.getSpec().getTaints(),
                    Optional.ofNullable(node.getMetadata().getLabels())
                            .map(labels -> labels.get(KubeVirtLabels.SCHEDULABLE)));
        }
    }

    private static List<String> nodeOf(VirtualMachineInstance vmi) {
        Map<String, String> labels = vmi.getMetadata().getLabels();
        String node = labels == null ? null : labels.get(KubeVirtLabels.NODE_NAME);
        return node == null ? List.of() : List.of(node);
    }

    /** Not by owner, since a pod that was orphaned still matters. Whose it is the observer decides, by UID. */
    private static Set<ResourceID> objectOf(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String name = annotations == null ? null : annotations.get(KubeVirtAnnotations.DOMAIN);
        return name == null
                ? Set.of()
                : Set.of(new ResourceID(name, pod.getMetadata().getNamespace()));
    }

    @Override
    public UpdateControl<VirtualMachineInstance> reconcile(
            VirtualMachineInstance vmi, Context<VirtualMachineInstance> context) {
        metrics.seen(vmi);
        UpdateControl<VirtualMachineInstance> control = UpdateControl.noUpdate();
        VmiPlan done = run(vmi, context, VmiPlanner::plan);
        done.lookAgain().ifPresent(control::rescheduleAfter);
        return control;
    }

    @Override
    public DeleteControl cleanup(VirtualMachineInstance vmi, Context<VirtualMachineInstance> context) {
        VmiPlan done = run(vmi, context, DeletionPlanner::plan);
        if (done.released()) {
            return DeleteControl.defaultDelete();
        }
        DeleteControl control = DeleteControl.noFinalizerRemoval();
        done.lookAgain().map(Duration::toMillis).ifPresent(control::rescheduleAfter);
        return control;
    }

    /** One of the planners. */
    private interface Planner {
        VmiPlan plan(VirtualMachineInstance vmi, VmiObserved seen, Instant now);
    }

    /** Plans and acts, once more when what came of an action is a part of what the plan depends on. */
    private VmiPlan run(VirtualMachineInstance vmi, Context<VirtualMachineInstance> context, Planner planner) {
        var applier = new VmiApplier(collaborators, events, observer, pod -> remember(pod, context));
        VmiObserved seen = observer.observe(
                vmi, context.getSecondaryResources(Pod.class), name -> cachedNode(name, context), now());
        try {
            VmiPlan plan = planner.plan(vmi, seen, now());
            Step step = carryOut(vmi, plan, applier);
            if (step.outcome() instanceof Outcome.Done) {
                write(step.vmi(), plan, applier, context);
                return plan;
            }
            VmiPlan next = planner.plan(step.vmi(), learned(seen, step.outcome()), now());
            Step last = carryOut(step.vmi(), next, applier);
            write(last.vmi(), next, applier, context);
            return last.outcome() instanceof Outcome.Done ? next : VmiPlan.waitFor(STALE);
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT || e.getCode() == NOT_FOUND) {
                // Somebody wrote in between, and the event of that brings the object here again.
                return VmiPlan.waitFor(STALE);
            }
            throw e;
        }
    }

    /** The object as the last write left it, and what that write told. */
    private record Step(VirtualMachineInstance vmi, Outcome outcome) {}

    private static Step carryOut(VirtualMachineInstance vmi, VmiPlan plan, VmiApplier applier) {
        VirtualMachineInstance current = vmi;
        Outcome told = new Outcome.Done(vmi);
        for (VmiAction action : plan.actions()) {
            Outcome outcome = applier.apply(current, action);
            if (outcome instanceof Outcome.Done(VirtualMachineInstance written)) {
                current = written;
            } else {
                told = outcome;
            }
        }
        return new Step(current, told);
    }

    private static VmiObserved learned(VmiObserved seen, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> seen;
            case Outcome.PodSeen(var pod) -> seen.withPod(pod);
            case Outcome.Refused(String why) -> seen.withRefusal(why);
        };
    }

    private static void write(
            VirtualMachineInstance vmi, VmiPlan plan, VmiApplier applier, Context<VirtualMachineInstance> context) {
        VirtualMachineInstance written = applier.write(vmi, plan.status());
        if (!plan.status().isEmpty()) {
            context.eventSourceRetriever()
                    .getControllerEventSource()
                    .handleRecentResourceUpdate(ResourceID.fromResource(vmi), written, vmi);
        }
        Object phase = plan.status().fields().get("phase");
        if (phase != null) {
            LOG.atInfo()
                    .addKeyValue("namespace", vmi.getMetadata().getNamespace())
                    .addKeyValue("name", vmi.getMetadata().getName())
                    .addKeyValue("phase", phase)
                    .log("phase reached");
        }
    }

    private static Optional<Node> cachedNode(String name, Context<VirtualMachineInstance> context) {
        return context.eventSourceRetriever().getEventSourceFor(Node.class)
                        instanceof InformerEventSource<Node, VirtualMachineInstance> informer
                ? informer.get(new ResourceID(name))
                : Optional.empty();
    }

    private static void remember(Pod pod, Context<VirtualMachineInstance> context) {
        EventSource<Pod, VirtualMachineInstance> source =
                context.eventSourceRetriever().getEventSourceFor(Pod.class);
        if (source instanceof InformerEventSource<Pod, VirtualMachineInstance> informer) {
            informer.handleRecentResourceCreate(ResourceID.fromResource(pod), pod);
        }
    }

    private Instant now() {
        return collaborators.clock().instant();
    }
}
