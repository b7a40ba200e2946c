package dev.yadori.controller.removal;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.ScopedReconciler;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.KubeVirtSpec;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the system as a whole. Its object is the namespace of the system: where there is no KubeVirt object one with
 * defaults is made, so that one apply of the manifests is enough; while there are guests its removal is refused; and when the
 * namespace goes, so do the API services, without which the API server could delete no namespace at all.
 */
@ControllerConfiguration(
        name = "system",
        generationAwareEventProcessing = false,
        // Of a namespace that is being deleted too, which the framework leaves alone otherwise.
        triggerReconcilerOnAllEvents = true)
public final class SystemReconciler implements Reconciler<Namespace>, ScopedReconciler<Namespace> {

    static final String KUBE_VIRT = "kubevirt";
    static final List<String> API_SERVICES =
            List.of("v1.subresources.kubevirt.io", "v1alpha3.subresources.kubevirt.io");
    static final List<Class<? extends HasMetadata>> GUESTS =
            List.of(VirtualMachine.class, VirtualMachineInstance.class, VirtualMachineInstanceMigration.class);

    private static final Logger LOG = LoggerFactory.getLogger(SystemReconciler.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration SETTLE_EVERY = Duration.ofMinutes(1);
    private static final ListOptions ONE =
            new ListOptionsBuilder().withLimit(1L).build();

    private final KubernetesClient client;
    private final String namespace;
    private final InstantSource clock;
    private final RemovalGuard guard;
    private @Nullable Settled settled;

    /** What was last found and put in force. */
    private record Settled(boolean guests, Instant at) {}

    public SystemReconciler(Collaborators collaborators) {
        this.client = collaborators.client();
        this.namespace = collaborators.config().namespace();
        this.clock = collaborators.clock();
        this.guard = new RemovalGuard(client);
    }

    @Override
    public void scope(ControllerConfigurationOverrider<Namespace> overrider) {
        overrider.withLabelSelector("kubernetes.io/metadata.name=" + namespace);
    }

    @Override
    public List<EventSource<?, Namespace>> prepareEventSources(EventSourceContext<Namespace> context) {
        return List.of(new InformerEventSource<>(
                InformerEventSourceConfiguration.from(KubeVirt.class, Namespace.class)
                        .withName("kubevirts-for-system")
                        .withSecondaryToPrimaryMapper(_ -> Set.of(new ResourceID(namespace)))
                        .build(),
                context));
    }

    @Override
    public UpdateControl<Namespace> reconcile(Namespace system, Context<Namespace> context) {
        if (system.isMarkedForDeletion()) {
            API_SERVICES.forEach(
                    name -> client.resources(APIService.class).withName(name).delete());
            return UpdateControl.noUpdate();
        }
        var objects = context.getSecondaryResources(KubeVirt.class);
        if (objects.isEmpty()) {
            createKubeVirt();
        }
        look(objects);
        return UpdateControl.<Namespace>noUpdate().rescheduleAfter(LOOK_EVERY);
    }

    private void createKubeVirt() {
        var object = new KubeVirt();
        object.getMetadata().setName(KUBE_VIRT);
        object.getMetadata().setNamespace(namespace);
        object.setSpec(KubeVirtSpec.empty());
        try {
            client.resource(object).create();
            LOG.atInfo().addKeyValue("name", KUBE_VIRT).log("cluster has its default configuration");
        } catch (KubernetesClientException e) {
            // Another replica or the user was first; or the kind itself is being removed.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && !isGone(e)) {
                throw e;
            }
        }
    }

    /** Others may change what is in force, so it is looked after now and then although nothing has changed. */
    private void look(Set<KubeVirt> objects) {
        boolean guests = anyGuests();
        var now = clock.instant();
        var last = settled;
        if (last == null
                || last.guests() != guests
                || !now.isBefore(last.at().plus(SETTLE_EVERY))
                || !objects.stream().allMatch(object -> RemovalGuard.isTold(object, guests))) {
            guard.settle(guests, objects);
            settled = new Settled(guests, now);
        }
    }

    private boolean anyGuests() {
        return GUESTS.stream().flatMap(this::one).findAny().isPresent();
    }

    /** At most one of them, of the whole cluster. */
    private Stream<? extends HasMetadata> one(Class<? extends HasMetadata> kind) {
        try {
            return client.resources(kind).inAnyNamespace().list(ONE).getItems().stream();
        } catch (KubernetesClientException e) {
            if (isGone(e)) {
                return Stream.of();
            }
            throw e;
        }
    }

    /** The kind is no longer served, or it is being deleted and takes no new object. */
    private static boolean isGone(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_BAD_METHOD;
    }
}
