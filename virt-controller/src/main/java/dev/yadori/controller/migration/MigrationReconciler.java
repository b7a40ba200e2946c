package dev.yadori.controller.migration;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.migration.MigrationApplier.Outcome;
import dev.yadori.controller.migration.MigrationObserver.Known;
import dev.yadori.controller.vmi.pod.LauncherPod;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.service.events.EventRecorder;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees each migration through. The finalizer is taken away when it has ended, and not kept until the object is deleted: that is
 * why this is no Cleaner, which would put it back.
 */
@ControllerConfiguration(
        name = "virtualmachineinstancemigration",
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 30, timeUnit = TimeUnit.MINUTES))
public final class MigrationReconciler implements Reconciler<VirtualMachineInstanceMigration> {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationReconciler.class);
    private static final Duration STALE = Duration.ofMillis(500);
    private static final String BY_GUEST = "guest";

    private final Collaborators collaborators;
    private final MigrationObserver observer;
    private final MigrationApplier applier;
    private final MigrationMetrics metrics;

    public MigrationReconciler(Collaborators collaborators, EventRecorder events, MigrationMetrics metrics) {
        this.collaborators = collaborators;
        this.observer = new MigrationObserver(collaborators);
        this.applier = new MigrationApplier(collaborators, events, observer);
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, VirtualMachineInstanceMigration>> prepareEventSources(
            EventSourceContext<VirtualMachineInstanceMigration> context) {
        metrics.follow(() -> context.getPrimaryCache().list());
        context.getPrimaryCache().addIndexer(BY_GUEST, migration -> List.of(guestKey(migration)));
        var guests = InformerEventSourceConfiguration.from(
                        VirtualMachineInstance.class, VirtualMachineInstanceMigration.class)
                .withSecondaryToPrimaryMapper(guest -> context
                        .getPrimaryCache()
                        .byIndex(
                                BY_GUEST,
                                guest.getMetadata().getNamespace() + "/"
                                        + guest.getMetadata().getName())
                        .stream()
                        .filter(migration -> !MigrationPlanner.isFinal(migration))
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
                .build();
        var targets = InformerEventSourceConfiguration.from(Pod.class, VirtualMachineInstanceMigration.class)
                .withLabelSelector(LauncherPod.SELECTOR)
                .withSecondaryToPrimaryMapper(MigrationReconciler::migrationOf)
                .build();
        return List.of(new InformerEventSource<>(guests, context), new InformerEventSource<>(targets, context));
    }

    private static String guestKey(VirtualMachineInstanceMigration migration) {
        return migration.getMetadata().getNamespace() + "/" + MigrationObserver.guestName(migration);
    }

    private static Set<ResourceID> migrationOf(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String name = annotations == null ? null : annotations.get(KubeVirtAnnotations.MIGRATION_JOB_NAME);
        return name == null
                ? Set.of()
                : Set.of(new ResourceID(name, pod.getMetadata().getNamespace()));
    }

    @Override
    public UpdateControl<VirtualMachineInstanceMigration> reconcile(
            VirtualMachineInstanceMigration migration, Context<VirtualMachineInstanceMigration> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        metrics.seen(migration);
        UpdateControl<VirtualMachineInstanceMigration> control = UpdateControl.noUpdate();
        run(migration, context).ifPresent(control::rescheduleAfter);
        return control;
    }

    /** Plans and acts, once more when what came of an action is a part of what the plan depends on. */
    private Optional<Duration> run(
            VirtualMachineInstanceMigration migration, Context<VirtualMachineInstanceMigration> context) {
        MigrationObserved seen = observer.observe(migration, known(migration, context));
        try {
            MigrationPlan plan = plan(migration, seen);
            Outcome outcome = apply(migration, seen, plan, context);
            if (outcome instanceof Outcome.Done(VirtualMachineInstanceMigration current)) {
                store(current, plan, context);
                return plan.lookAgain();
            }
            MigrationObserved learned = learned(seen, outcome);
            MigrationPlan next = plan(migration, learned);
            if (apply(migration, learned, next, context) instanceof Outcome.Done(var current)) {
                store(current, next, context);
                return next.lookAgain();
            }
            return Optional.of(STALE);
        } catch (KubernetesClientException e) {
            if (ApiRefusal.isConflict(e) || ApiRefusal.isNotFound(e)) {
                // Somebody wrote in between, and the event of that brings the object here again.
                return Optional.of(STALE);
            }
            throw e;
        }
    }

    private MigrationPlan plan(VirtualMachineInstanceMigration migration, MigrationObserved seen) {
        return MigrationPlanner.plan(migration, seen, collaborators.clock().instant());
    }

    private Outcome apply(
            VirtualMachineInstanceMigration migration,
            MigrationObserved seen,
            MigrationPlan plan,
            Context<VirtualMachineInstanceMigration> context) {
        return applier.apply(migration, seen.guest(), plan.actions(), pod -> remember(pod, context));
    }

    private static MigrationObserved learned(MigrationObserved seen, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> seen;
            case Outcome.TargetSeen(var target) -> seen.withTarget(target);
            case Outcome.Refused(var why) -> seen.withRefusal(why);
        };
    }

    private void store(
            VirtualMachineInstanceMigration migration,
            MigrationPlan plan,
            Context<VirtualMachineInstanceMigration> context) {
        if (migration.isMarkedForDeletion()
                && migration.getMetadata().getFinalizers().isEmpty()) {
            return;
        }
        VirtualMachineInstanceMigration written = applier.store(migration, plan.status());
        if (written.equals(migration)) {
            return;
        }
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(migration), written, migration);
        if (MigrationPlanner.phase(written) != MigrationPlanner.phase(migration)) {
            LOG.atInfo()
                    .addKeyValue("namespace", migration.getMetadata().getNamespace())
                    .addKeyValue("name", migration.getMetadata().getName())
                    .addKeyValue("phase", MigrationPlanner.phase(written))
                    .log("phase of a migration reached");
        }
    }

    private static Known known(
            VirtualMachineInstanceMigration migration, Context<VirtualMachineInstanceMigration> context) {
        return new Known(
                () -> context.getPrimaryCache().list().toList(),
                other -> sourceNode(other, context),
                context.getSecondaryResources(Pod.class).stream()
                        .filter(pod -> migration
                                .getMetadata()
                                .getUid()
                                .equals(pod.getMetadata().getLabels().get(KubeVirtLabels.MIGRATION_JOB_UID)))
                        .findFirst());
    }

    private static String sourceNode(
            VirtualMachineInstanceMigration migration, Context<VirtualMachineInstanceMigration> context) {
        var id = new ResourceID(
                MigrationObserver.guestName(migration), migration.getMetadata().getNamespace());
        return context.eventSourceRetriever().getEventSourceFor(VirtualMachineInstance.class)
                        instanceof InformerEventSource<VirtualMachineInstance, VirtualMachineInstanceMigration> informer
                ? informer.get(id)
                        .map(GuestView::new)
                        .flatMap(GuestView::nodeName)
                        .orElse("")
                : "";
    }

    private static void remember(Pod pod, Context<VirtualMachineInstanceMigration> context) {
        if (context.eventSourceRetriever().getEventSourceFor(Pod.class)
                instanceof InformerEventSource<Pod, VirtualMachineInstanceMigration> informer) {
            informer.handleRecentResourceCreate(ResourceID.fromResource(pod), pod);
        }
    }
}
