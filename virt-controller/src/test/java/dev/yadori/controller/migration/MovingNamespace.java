package dev.yadori.controller.migration;

import static org.awaitility.Awaitility.await;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.testkit.Kubelet;
import dev.yadori.controller.testkit.RunningController;
import dev.yadori.controller.vmi.VmiMetrics;
import dev.yadori.controller.vmi.VmiReconciler;
import dev.yadori.controller.vmi.pod.TargetPod;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.MigrationPhase;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationStatus;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.service.events.CountedEvents;
import dev.yadori.service.events.EventOrigin;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A namespace with the reconcilers of guests and migrations, two kubelets, and the ways of a user in it. */
final class MovingNamespace implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);

    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    final KubernetesClient client;
    final Kubelet source;
    final Kubelet target;
    final Handlers handlers;
    final String namespace = "move-it-" + NAMESPACES.incrementAndGet();

    private final KubeApiServer server;
    private @Nullable RunningController controller;

    MovingNamespace(KubeApiServer server) {
        this.server = server;
        this.client = server.admin();
        this.source = new Kubelet(client, "node1");
        this.target = new Kubelet(client, "node2");
        this.handlers = new Handlers(client);
        client.resource(new NamespaceBuilder()
                        .withMetadata(new ObjectMetaBuilder()
                                .withName(namespace)
                                .addToLabels("tier", namespace)
                                .build())
                        .build())
                .create();
        start();
    }

    void start() {
        controller = RunningController.start(server, MovingNamespace::reconcilers);
    }

    private static List<Reconciler<? extends HasMetadata>> reconcilers(Collaborators collaborators) {
        var events = new CountedEvents(
                collaborators.client(), EventOrigin.ofCluster("virt-controller", "it"), collaborators.clock());
        return List.of(
                new VmiReconciler(collaborators, events, VmiMetrics.unread()),
                new MigrationReconciler(collaborators, events, MigrationMetrics.unread()));
    }

    void stop() {
        Objects.requireNonNull(controller).close();
    }

    /** What is left would hold the places of the migrations of the next test. */
    @Override
    public void close() {
        stop();
        var migrations = client.resources(VirtualMachineInstanceMigration.class).inNamespace(namespace);
        migrations
                .list()
                .getItems()
                .forEach(migration -> client.resource(migration).edit(left -> {
                    left.getMetadata().setFinalizers(List.of());
                    return left;
                }));
        var _ = migrations.delete();
    }

    /** A guest that runs on node1, as its handler says. */
    VirtualMachineInstance running(String name) {
        String yaml = """
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstance
                metadata:
                  name: %s
                  namespace: %s
                  finalizers: [%s]
                spec:
                  domain:
                    memory: {guest: 64Mi}
                    devices: {autoattachGraphicsDevice: false}
                """.formatted(name, namespace, KubeVirtNames.VMI_FINALIZER);
        var vmi = client.resource(client.getKubernetesSerialization().unmarshal(yaml, VirtualMachineInstance.class))
                .create();
        awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULING);
        Pod pod = sourcePod(vmi);
        source.bind(pod);
        source.run(pod);
        awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULED);
        handlers.runs(get(vmi));
        return get(vmi);
    }

    VirtualMachineInstanceMigration migrate(VirtualMachineInstance vmi, String name) {
        return client.resource(new VirtualMachineInstanceMigration(
                        new ObjectMetaBuilder()
                                .withName(name)
                                .withNamespace(namespace)
                                .withLabels(Map.of(
                                        KubeVirtLabels.VMI_NAME,
                                        vmi.getMetadata().getName()))
                                .withFinalizers(KubeVirtNames.MIGRATION_FINALIZER)
                                .build(),
                        new VirtualMachineInstanceMigrationSpec(
                                vmi.getMetadata().getName(), Map.of(), null, null, null)))
                .create();
    }

    /** Up to where the target's pod runs and the handlers have the word. */
    VirtualMachineInstanceMigration handedOver(VirtualMachineInstance vmi, String name) {
        var migration = migrate(vmi, name);
        runTarget(vmi, migration);
        awaitPhase(migration, MigrationPhase.PREPARING_TARGET);
        return migration;
    }

    Pod runTarget(VirtualMachineInstance vmi, VirtualMachineInstanceMigration migration) {
        awaitPhase(migration, MigrationPhase.SCHEDULING);
        Pod pod = targetPod(vmi, migration);
        target.bind(pod);
        target.run(pod);
        return pod;
    }

    Pod sourcePod(VirtualMachineInstance vmi) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel(KubeVirtLabels.CREATED_BY, vmi.getMetadata().getUid())
                .withoutLabel(KubeVirtLabels.MIGRATION_JOB_UID)
                .list()
                .getItems()
                .getFirst();
    }

    Pod targetPod(VirtualMachineInstance vmi, VirtualMachineInstanceMigration migration) {
        return Objects.requireNonNull(findTarget(vmi, migration));
    }

    @Nullable
    Pod findTarget(VirtualMachineInstance vmi, VirtualMachineInstanceMigration migration) {
        return client.pods()
                .inNamespace(namespace)
                .withName(TargetPod.name(migration, vmi.getMetadata().getName()))
                .get();
    }

    VirtualMachineInstance get(VirtualMachineInstance vmi) {
        return Objects.requireNonNull(client.resource(vmi).get());
    }

    GuestView view(VirtualMachineInstance vmi) {
        return new GuestView(get(vmi));
    }

    MigrationState state(VirtualMachineInstance vmi) {
        return view(vmi).migration().orElseThrow();
    }

    Resource<VirtualMachineInstanceMigration> resource(VirtualMachineInstanceMigration migration) {
        return client.resource(migration);
    }

    VirtualMachineInstanceMigrationStatus status(VirtualMachineInstanceMigration migration) {
        return Objects.requireNonNull(
                Objects.requireNonNull(resource(migration).get()).getStatus());
    }

    void awaitPhase(VirtualMachineInstance vmi, VirtualMachineInstancePhase phase) {
        await(phase.wire()).atMost(SOON).until(() -> view(vmi).phase() == phase);
    }

    void awaitPhase(VirtualMachineInstanceMigration migration, MigrationPhase phase) {
        await(phase.wire()).atMost(SOON).until(() -> {
            var now = resource(migration).get();
            return now != null && MigrationPlanner.phase(now) == phase;
        });
    }

    void awaitGone(HasMetadata object) {
        await("end of " + object.getMetadata().getName())
                .atMost(SOON)
                .until(() -> client.resource(object).get() == null);
    }

    void awaitTargetEnding(VirtualMachineInstance vmi, VirtualMachineInstanceMigration migration) {
        await("end of the target").atMost(SOON).until(() -> {
            Pod pod = findTarget(vmi, migration);
            return pod == null || pod.isMarkedForDeletion();
        });
    }

    void awaitWithoutFinalizer(VirtualMachineInstanceMigration migration) {
        await("end of the finalizer")
                .atMost(SOON)
                .until(() -> Objects.requireNonNull(resource(migration).get())
                        .getMetadata()
                        .getFinalizers()
                        .isEmpty());
    }
}
