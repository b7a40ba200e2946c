package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.LauncherPodState.Compute;
import dev.yadori.controller.vmi.Observation.Absent;
import dev.yadori.controller.vmi.Observation.Present;
import dev.yadori.controller.vmi.Observation.Unknown;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Looks at what a VirtualMachineInstance depends on, and changes nothing. It asks the API server itself only where the
 * cache cannot prove something, and for what is too rarely needed to be cached.
 */
final class VmiObserver {

    /** Until a pod that is bound to a node and does not start is asked about. */
    private static final Duration SLOW = Duration.ofSeconds(10);

    private static final Set<String> MOUNT_REASONS =
            Set.of("FailedMount", "FailedAttachVolume", "FailedMapVolume", "FailedCreatePodSandBox");

    private final KubernetesClient client;
    private final PodNeeds needs;

    VmiObserver(KubernetesClient client) {
        this.client = client;
        this.needs = new PodNeeds(client);
    }

    /**
     * Everything a planner needs.
     *
     * @param cached pods that name the object as an owner, by name
     * @param nodes that are cached, by name
     * @throws KubernetesClientException when a claim, an event or a node cannot be looked up
     */
    VmiObserved observe(
            VirtualMachineInstance vmi, Collection<Pod> cached, Function<String, Optional<Node>> nodes, Instant now) {
        String name = launcherName(vmi);
        List<Pod> owned = cached.stream().filter(pod -> isOwned(pod, vmi)).toList();
        Optional<Pod> current = owned.stream()
                .filter(pod -> pod.getMetadata().getName().equals(name))
                .findFirst();
        List<LauncherPodState> others = owned.stream()
                .filter(pod -> !pod.getMetadata().getName().equals(name))
                .map(LauncherPodState::of)
                .toList();
        boolean deleted = vmi.isMarkedForDeletion();
        boolean startable = !deleted && VmiPlanner.phase(vmi) == VirtualMachineInstancePhase.PENDING;
        Observation<LauncherPodState> pod = current.<Observation<LauncherPodState>>map(
                        known -> new Present<>(LauncherPodState.of(known)))
                // The name is this object's alone, so that trying to create the pod is the proof, and the cheaper one.
                .orElseGet(() -> startable ? new Absent<>("no pod is cached") : ask(vmi));
        Optional<Observation<LauncherPodState>> target = ActivePod.possibleTarget(vmi)
                .map(far -> others.stream()
                        .filter(other -> other.name().equals(far))
                        .findFirst()
                        .<Observation<LauncherPodState>>map(Present::new)
                        .orElseGet(() -> ask(vmi, far)));
        return new VmiObserved(
                pod,
                others,
                startable || awaitsClaims(vmi) ? needs.claims(vmi) : Claims.NONE,
                Optional.empty(),
                mountTrouble(vmi, pod, now),
                deleted ? nodeState(pod, now) : Optional.empty(),
                target,
                fates(pod, others, nodes, now),
                deleted && isOrphan(vmi));
    }

    /** Asked only while it matters: a claim that is bound stays so. */
    private static boolean awaitsClaims(VirtualMachineInstance vmi) {
        return !vmi.isMarkedForDeletion()
                && VmiPlanner.phase(vmi) == VirtualMachineInstancePhase.SCHEDULING
                && new ClaimStatuses(vmi).areUnsettled();
    }

    /** Asks the API server for the pod. */
    Observation<LauncherPodState> ask(VirtualMachineInstance vmi) {
        return ask(vmi, launcherName(vmi));
    }

    private Observation<LauncherPodState> ask(VirtualMachineInstance vmi, String name) {
        try {
            Pod pod = client.pods()
                    .inNamespace(vmi.getMetadata().getNamespace())
                    .withName(name)
                    .get();
            return pod != null && isOwned(pod, vmi)
                    ? new Present<>(LauncherPodState.of(pod))
                    : new Absent<>("pod " + name + " does not exist");
        } catch (KubernetesClientException e) {
            return new Unknown<>(String.valueOf(e.getMessage()));
        }
    }

    /** A node that no cache holds is fenced only if the API server says that it does not exist. */
    private Map<String, NodeFate> fates(
            Observation<LauncherPodState> pod,
            List<LauncherPodState> others,
            Function<String, Optional<Node>> nodes,
            Instant now) {
        var fates = new HashMap<String, NodeFate>();
        Stream<LauncherPodState> own =
                pod instanceof Present<LauncherPodState>(LauncherPodState found) ? Stream.of(found) : Stream.of();
        Stream.concat(own, others.stream())
                .map(LauncherPodState::nodeName)
                .flatMap(Optional::stream)
                .forEach(name -> fates.computeIfAbsent(
                        name,
                        _ -> nodes.apply(name)
                                .or(() -> Optional.ofNullable(
                                        client.nodes().withName(name).get()))
                                .map(node -> NodeFate.of(node, now))
                                .orElseGet(() -> NodeFate.deleted(name))));
        return fates;
    }

    private static String launcherName(VirtualMachineInstance vmi) {
        return ActivePod.name(vmi);
    }

    /**
     * By the UID of its controller, as an object of the same name may have been there before. A pod without a controller,
     * which an orphaning deletion leaves, is known by its own UID, which was recorded when it was made.
     */
    private static boolean isOwned(Pod pod, VirtualMachineInstance vmi) {
        Optional<OwnerReference> controller = pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
        return controller
                .map(owner -> vmi.getMetadata().getUid().equals(owner.getUid()))
                .orElseGet(() -> vmi.getStatus() != null
                        && vmi.getStatus()
                                .activePods()
                                .containsKey(pod.getMetadata().getUid()));
    }

    private Optional<String> mountTrouble(
            VirtualMachineInstance vmi, Observation<LauncherPodState> observed, Instant now) {
        boolean slow = VmiPlanner.phase(vmi) == VirtualMachineInstancePhase.SCHEDULING
                && observed instanceof Present<LauncherPodState>(LauncherPodState pod)
                && pod.compute() instanceof Compute.Waiting
                && pod.nodeName().isPresent()
                && pod.scheduled()
                        .flatMap(LauncherPodState.Scheduled::since)
                        .filter(since -> since.plus(SLOW).isBefore(now))
                        .isPresent();
        return slow ? lastComplaint(vmi, launcherName(vmi)) : Optional.empty();
    }

    private Optional<String> lastComplaint(VirtualMachineInstance vmi, String pod) {
        return client
                .v1()
                .events()
                .inNamespace(vmi.getMetadata().getNamespace())
                .withField("involvedObject.name", pod)
                .withField("type", "Warning")
                .list()
                .getItems()
                .stream()
                .filter(event -> MOUNT_REASONS.contains(event.getReason()))
                .max(Comparator.comparing(event -> Objects.requireNonNullElse(event.getLastTimestamp(), "")))
                .map(Event::getMessage);
    }

    private Optional<String> nodeState(Observation<LauncherPodState> observed, Instant now) {
        if (!(observed instanceof Present<LauncherPodState>(LauncherPodState pod))
                || !DeletionPlanner.isOverdue(pod, now)) {
            return Optional.empty();
        }
        return pod.nodeName().map(name -> {
            Node node = client.nodes().withName(name).get();
            if (node == null) {
                return "node " + name + " is gone";
            }
            return node.getStatus().getConditions().stream()
                            .anyMatch(condition ->
                                    "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()))
                    ? "node " + name + " is ready, but its kubelet has not ended the pod"
                    : "node " + name + " is not ready";
        });
    }

    private boolean isOrphan(VirtualMachineInstance vmi) {
        if (!vmi.hasFinalizer(KubeVirtNames.VM_CONTROLLER_FINALIZER)) {
            return false;
        }
        Optional<OwnerReference> owner = vmi.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst();
        return owner.map(reference -> !exists(vmi.getMetadata().getNamespace(), reference))
                .orElse(true);
    }

    private boolean exists(String namespace, OwnerReference owner) {
        VirtualMachine machine = client.resources(VirtualMachine.class)
                .inNamespace(namespace)
                .withName(owner.getName())
                .get();
        return machine != null && owner.getUid().equals(machine.getMetadata().getUid());
    }
}
