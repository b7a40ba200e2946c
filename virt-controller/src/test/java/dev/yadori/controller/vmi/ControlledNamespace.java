package dev.yadori.controller.vmi;

import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.testkit.Kubelet;
import dev.yadori.controller.testkit.RunningController;
import dev.yadori.controller.vmi.pod.LauncherNames;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.service.events.CountedEvents;
import dev.yadori.service.events.EventOrigin;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A namespace of its own, a controller, and the ways of a user in it. */
final class ControlledNamespace implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);
    static final String IMAGE = "launcher:test";

    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    final KubernetesClient client;
    final Kubelet kubelet;
    final String namespace = "vmi-it-" + NAMESPACES.incrementAndGet();

    private final KubeApiServer server;
    private @Nullable RunningController controller;

    ControlledNamespace(KubeApiServer server) {
        this.server = server;
        this.client = server.admin();
        this.kubelet = new Kubelet(client, "node1");
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        start();
    }

    @Override
    public void close() {
        stop();
    }

    void start() {
        controller = RunningController.start(server, collaborators -> {
            var events = new CountedEvents(
                    collaborators.client(), EventOrigin.ofCluster("virt-controller", "it"), collaborators.clock());
            return List.of(new VmiReconciler(collaborators, events, VmiMetrics.unread()));
        });
    }

    void stop() {
        Objects.requireNonNull(controller).close();
    }

    /** An object as the webhook leaves it. */
    VirtualMachineInstance create(String name, String more) {
        return create(name, KubeVirtNames.VMI_FINALIZER, more);
    }

    VirtualMachineInstance create(String name, String finalizer, String more) {
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
                %s""".formatted(name, namespace, finalizer, more);
        return client.resource(client.getKubernetesSerialization().unmarshal(yaml, VirtualMachineInstance.class))
                .create();
    }

    VirtualMachineInstance running(String name) {
        VirtualMachineInstance vmi = create(name, "");
        Pod pod = awaitPod(vmi);
        kubelet.bind(pod);
        kubelet.run(pod);
        awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULED);
        return vmi;
    }

    Resource<VirtualMachineInstance> resource(VirtualMachineInstance vmi) {
        return client.resources(VirtualMachineInstance.class)
                .inNamespace(namespace)
                .withName(vmi.getMetadata().getName());
    }

    VirtualMachineInstance get(VirtualMachineInstance vmi) {
        return Objects.requireNonNull(resource(vmi).get());
    }

    static VirtualMachineInstanceStatus status(VirtualMachineInstance vmi) {
        return Objects.requireNonNull(vmi.getStatus());
    }

    static List<Condition> conditions(VirtualMachineInstance vmi) {
        return vmi.getStatus() == null ? List.of() : vmi.getStatus().conditions();
    }

    List<Pod> pods(VirtualMachineInstance vmi) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel(KubeVirtLabels.CREATED_BY, vmi.getMetadata().getUid())
                .list()
                .getItems();
    }

    Pod pod(VirtualMachineInstance vmi) {
        String name =
                LauncherNames.pod(vmi.getMetadata().getName(), vmi.getMetadata().getUid());
        return Objects.requireNonNull(
                client.pods().inNamespace(namespace).withName(name).get(), name);
    }

    void awaitPhase(VirtualMachineInstance vmi, VirtualMachineInstancePhase phase) {
        await(phase.wire()).atMost(SOON).until(() -> {
            VirtualMachineInstanceStatus status = get(vmi).getStatus();
            return status != null && status.phase() == phase;
        });
    }

    /** The pod of an object that has just been made. */
    Pod awaitPod(VirtualMachineInstance vmi) {
        awaitPhase(vmi, VirtualMachineInstancePhase.SCHEDULING);
        return pod(vmi);
    }

    Condition awaitCondition(VirtualMachineInstance vmi, String type) {
        return await(type)
                .atMost(SOON)
                .until(
                        () -> conditions(get(vmi)).stream()
                                .filter(condition -> type.equals(condition.type()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    void awaitEvent(String reason) {
        await(reason)
                .atMost(SOON)
                .until(() -> client.v1().events().inNamespace(namespace).list().getItems().stream()
                        .map(Event::getReason)
                        .anyMatch(reason::equals));
    }
}
