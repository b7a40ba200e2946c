package dev.yadori.controller.kubevirt;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.patch.JsonPatch;
import dev.yadori.controller.status.StatusPatch;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.config.PlacementSettings;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.KubeVirtSpec;
import dev.yadori.crds.v1.KubeVirtStatus;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the components where the KubeVirt object wants them, and shows in it what runs of the system, not more often than once in a
 * second: after an upgrade guests by the thousand change their launchers. The rest of its configuration is put in force by those
 * whom it concerns.
 */
@RateLimited(maxReconciliations = 5, within = 5)
@ControllerConfiguration(name = "kubevirt", generationAwareEventProcessing = false)
public final class KubeVirtReconciler implements Reconciler<KubeVirt> {

    private static final Logger LOG = LoggerFactory.getLogger(KubeVirtReconciler.class);
    private static final Duration CACHE_LAG = Duration.ofMillis(500);

    private final KubernetesClient client;
    private final InstantSource clock;
    private final String namespace;
    private final Release release;
    private final StatusPatch statusPatch;
    private final ShapeApplier shapes;

    public KubeVirtReconciler(Collaborators collaborators, Release release) {
        this.client = collaborators.client();
        this.clock = collaborators.clock();
        this.namespace = collaborators.config().namespace();
        this.release = release;
        this.statusPatch = new StatusPatch(client.getKubernetesSerialization());
        this.shapes = new ShapeApplier(client);
    }

    @Override
    public List<EventSource<?, KubeVirt>> prepareEventSources(EventSourceContext<KubeVirt> context) {
        return List.of(
                parts(Deployment.class, "virt-api, virt-controller", context),
                parts(DaemonSet.class, "virt-handler", context),
                guests(context));
    }

    /** All guests, which are watched anyway: they concern it when one comes to be in an older launcher, or is no more. */
    private static EventSource<?, KubeVirt> guests(EventSourceContext<KubeVirt> context) {
        var configuration = InformerEventSourceConfiguration.from(VirtualMachineInstance.class, KubeVirt.class)
                .withSecondaryToPrimaryMapper(_ -> all(context))
                // Nobody asks for those of an object: an index of all guests would be kept for nothing.
                .withPrimaryToSecondaryMapper((KubeVirt _) -> Set.of())
                .withOnAddFilter(OutdatedGuests::counts)
                .withOnUpdateFilter((now, before) -> OutdatedGuests.counts(now) != OutdatedGuests.counts(before))
                .withOnDeleteFilter((guest, _) -> OutdatedGuests.counts(guest))
                .build();
        return new InformerEventSource<>(configuration, context);
    }

    private static Set<ResourceID> all(EventSourceContext<KubeVirt> context) {
        return context.getPrimaryCache().list().map(ResourceID::fromResource).collect(Collectors.toSet());
    }

    /** Those of the namespace of the system; each concerns every KubeVirt object, of which there is one. */
    private <T extends HasMetadata> EventSource<?, KubeVirt> parts(
            Class<T> type, String names, EventSourceContext<KubeVirt> context) {
        var configuration = InformerEventSourceConfiguration.from(type, KubeVirt.class)
                .withNamespaces(namespace)
                .withLabelSelector(Component.LABEL + " in (" + names + ")")
                .withSecondaryToPrimaryMapper(_ -> all(context))
                .build();
        return new InformerEventSource<>(configuration, context);
    }

    @Override
    public UpdateControl<KubeVirt> reconcile(KubeVirt object, Context<KubeVirt> context) {
        var counting = ClusterConfig.counting(context.getPrimaryCache().list().toList())
                .orElse(object);
        var now = clock.instant();
        boolean counts =
                counting.getMetadata().getUid().equals(object.getMetadata().getUid());
        try {
            store(
                    object,
                    counts
                            ? KubeVirtPlanner.plan(object, system(object, context), release, now)
                            : KubeVirtPlanner.planIgnored(object, counting, now));
        } catch (KubernetesClientException e) {
            if (!ApiRefusal.isConflict(e)) {
                throw e;
            }
            return UpdateControl.<KubeVirt>noUpdate().rescheduleAfter(CACHE_LAG);
        }
        return UpdateControl.noUpdate();
    }

    /** What runs of the system, after it was told where to run. */
    private KubeVirtPlanner.Seen system(KubeVirt object, Context<KubeVirt> context) {
        return new KubeVirtPlanner.Seen(components(context), outdated(context), shape(object, context));
    }

    /** An object that is being deleted says nothing any more; the one that comes after it does. */
    private List<String> shape(KubeVirt object, Context<KubeVirt> context) {
        if (object.isMarkedForDeletion()) {
            return List.of();
        }
        var spec = Objects.requireNonNullElseGet(object.getSpec(), KubeVirtSpec::empty);
        return shapes.settle(
                PlacementSettings.from(spec).settings(),
                cached(Deployment.class, context).toList(),
                cached(DaemonSet.class, context).toList());
    }

    private static List<Component> components(Context<KubeVirt> context) {
        return Stream.concat(
                        cached(Deployment.class, context).map(Component::of),
                        cached(DaemonSet.class, context).map(Component::of))
                .toList();
    }

    private static int outdated(Context<KubeVirt> context) {
        return (int) cached(VirtualMachineInstance.class, context)
                .filter(OutdatedGuests::counts)
                .count();
    }

    /** All that are watched, whichever object they were seen with. */
    private static <T extends HasMetadata> Stream<T> cached(Class<T> type, Context<KubeVirt> context) {
        return context.eventSourceRetriever().getEventSourceFor(type)
                        instanceof InformerEventSource<T, KubeVirt> informer
                ? informer.list(_ -> true)
                : Stream.of();
    }

    private void store(KubeVirt object, KubeVirtStatus status) {
        var known = object.getStatus();
        statusPatch.between(object, known, status).ifPresent(patch -> {
            client.resource(object)
                    .subresource("status")
                    .patch(JsonPatch.CONTEXT, patch.toJson(client.getKubernetesSerialization()));
            if (!Objects.equals(known == null ? null : known.phase(), status.phase())) {
                LOG.atInfo()
                        .addKeyValue("name", object.getMetadata().getName())
                        .addKeyValue("phase", status.phase())
                        .log("deployment of the system has changed");
            }
        });
    }
}
