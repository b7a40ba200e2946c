package dev.yadori.controller.node;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.migration.GuestView;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.service.events.EventRecorder;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps guests off nodes that have fallen silent, makes them leave nodes that are drained, and gives them new launchers. */
@ControllerConfiguration(name = "node", generationAwareEventProcessing = false)
public final class NodeReconciler implements Reconciler<Node> {

    private static final Duration STALE = Duration.ofMillis(500);

    private final Collaborators collaborators;
    private final NodeApplier applier;
    private final EvictionWindow evictions = new EvictionWindow();

    public NodeReconciler(Collaborators collaborators, EventRecorder events) {
        this.collaborators = collaborators;
        this.applier = new NodeApplier(collaborators.client(), events);
    }

    @Override
    public List<EventSource<?, Node>> prepareEventSources(EventSourceContext<Node> context) {
        var guests = InformerEventSourceConfiguration.from(VirtualMachineInstance.class, Node.class)
                .withSecondaryToPrimaryMapper(guest -> new GuestView(guest)
                        .nodeName()
                        .map(node -> Set.of(new ResourceID(node)))
                        .orElse(Set.of()))
                .build();
        var migrations = InformerEventSourceConfiguration.from(VirtualMachineInstanceMigration.class, Node.class)
                .withSecondaryToPrimaryMapper(NodeReconciler::nodeOf)
                .build();
        return List.of(new InformerEventSource<>(guests, context), new InformerEventSource<>(migrations, context));
    }

    /** Those that leave a node concern it. */
    private static Set<ResourceID> nodeOf(VirtualMachineInstanceMigration migration) {
        Map<String, String> annotations = migration.getMetadata().getAnnotations();
        return annotations == null
                ? Set.of()
                : Stream.of(KubeVirtAnnotations.EVACUATION_MIGRATION, KubeVirtAnnotations.WORKLOAD_UPDATE_MIGRATION)
                        .flatMap(key -> Stream.ofNullable(annotations.get(key)))
                        .filter(node -> !node.isEmpty())
                        .map(ResourceID::new)
                        .collect(Collectors.toSet());
    }

    @Override
    public UpdateControl<Node> reconcile(Node node, Context<Node> context) {
        Instant now = collaborators.clock().instant();
        NodePlan plan = NodePlanner.plan(node, observe(node, context, now), now);
        try {
            plan.actions().forEach(action -> applier.apply(node, action));
        } catch (KubernetesClientException e) {
            if (!ApiRefusal.isConflict(e) && !ApiRefusal.isNotFound(e)) {
                throw e;
            }
            return UpdateControl.<Node>noUpdate().rescheduleAfter(STALE);
        }
        UpdateControl<Node> control = UpdateControl.noUpdate();
        plan.lookAgain().ifPresent(control::rescheduleAfter);
        return control;
    }

    private NodeObserved observe(Node node, Context<Node> context, Instant now) {
        List<GuestView> guests = context.getSecondaryResources(VirtualMachineInstance.class).stream()
                .map(GuestView::new)
                .filter(guest -> guest.nodeName()
                        .filter(node.getMetadata().getName()::equals)
                        .isPresent())
                .toList();
        Set<String> namespaces = guests.stream()
                .map(guest -> guest.vmi().getMetadata().getNamespace())
                .collect(Collectors.toSet());
        var seen = new NodeObserved(
                guests,
                migrations(
                        context,
                        migration -> namespaces.contains(migration.getMetadata().getNamespace())),
                migrations(context, NodeObserved::isUpdate),
                collaborators.clusterConfig().get(),
                collaborators.config().launcherImage(),
                EvictionWindow.Share.NONE);
        int wanted = new WorkloadUpdate(node.getMetadata().getName(), seen, now).wantedEvictions();
        return seen.withEvictions(
                evictions.take(wanted, seen.config().migrations().workloadUpdates(), now));
    }

    private static List<VirtualMachineInstanceMigration> migrations(
            Context<Node> context, Predicate<VirtualMachineInstanceMigration> which) {
        return context.eventSourceRetriever().getEventSourceFor(VirtualMachineInstanceMigration.class)
                        instanceof InformerEventSource<VirtualMachineInstanceMigration, Node> informer
                ? informer.list(which).toList()
                : List.of();
    }
}
