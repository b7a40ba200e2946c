package dev.yadori.virtctl.why;

import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VirtualMachineSpec.VirtualMachineTemplate;
import dev.yadori.crds.v1.Volume;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks the API server for what an explanation needs. What the user may not see is left out. */
public final class CircumstancesReader {

    private static final int FORBIDDEN = 403;

    private final KubernetesClient client;
    private final String namespace;

    public CircumstancesReader(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * Why this machine does not run, as one sentence; empty where there is none of that name.
     *
     * @throws KubernetesClientException where the machine itself cannot be read
     */
    public Optional<String> explain(String name) {
        Optional<VirtualMachine> machine = Optional.ofNullable(client.resources(VirtualMachine.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
        Optional<VirtualMachineInstance> instance = Optional.ofNullable(client.resources(VirtualMachineInstance.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
        if (machine.isEmpty() && instance.isEmpty()) {
            return Optional.empty();
        }
        List<Pod> pods = instance.map(this::pods).orElse(List.of());
        return Optional.of(Explanation.of(new Circumstances(
                name, machine, instance, pods, warnings(), claims(machine, instance), node(instance, pods))));
    }

    private List<Pod> pods(VirtualMachineInstance instance) {
        return visible(
                () -> client
                        .pods()
                        .inNamespace(namespace)
                        .withLabel(
                                KubeVirtLabels.CREATED_BY,
                                instance.getMetadata().getUid())
                        .list()
                        .getItems()
                        .stream()
                        .sorted(Comparator.comparing(
                                        (Pod pod) -> pod.getMetadata().getCreationTimestamp())
                                .reversed())
                        .toList(),
                List.of());
    }

    private List<Event> warnings() {
        return visible(
                () -> client.v1()
                        .events()
                        .inNamespace(namespace)
                        .withField("type", "Warning")
                        .list()
                        .getItems(),
                List.of());
    }

    private Map<String, Optional<PersistentVolumeClaim>> claims(
            Optional<VirtualMachine> machine, Optional<VirtualMachineInstance> instance) {
        Optional<VirtualMachineInstanceSpec> spec = instance.map(VirtualMachineInstance::getSpec)
                .or(() -> machine.map(VirtualMachine::getSpec)
                        .map(wish -> wish.template())
                        .map(VirtualMachineTemplate::spec));
        Map<String, Optional<PersistentVolumeClaim>> claims = new HashMap<>();
        for (Volume volume : spec.map(VirtualMachineInstanceSpec::volumes).orElse(List.of())) {
            volume.claim()
                    .ifPresent(claim -> visible(
                                    () -> Optional.of(Optional.ofNullable(client.persistentVolumeClaims()
                                            .inNamespace(namespace)
                                            .withName(claim)
                                            .get())),
                                    Optional.<Optional<PersistentVolumeClaim>>empty())
                            .ifPresent(found -> claims.put(claim, found)));
        }
        return claims;
    }

    private Optional<Node> node(Optional<VirtualMachineInstance> instance, List<Pod> pods) {
        return instance.map(VirtualMachineInstance::getStatus)
                .map(VirtualMachineInstanceStatus::nodeName)
                .or(() -> pods.stream().findFirst().map(pod -> pod.getSpec().getNodeName()))
                .flatMap(name -> visible(
                        () -> Optional.ofNullable(client.nodes().withName(name).get()), Optional.<Node>empty()));
    }

    private static <T> T visible(Supplier<T> asked, T otherwise) {
        try {
            return asked.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == FORBIDDEN) {
                return otherwise;
            }
            throw e;
        }
    }
}
