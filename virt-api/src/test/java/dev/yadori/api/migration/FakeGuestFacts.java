package dev.yadori.api.migration;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A cluster of one namespace, from YAML. */
final class FakeGuestFacts implements GuestFacts {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    final List<VirtualMachineInstance> guests = new ArrayList<>();
    final List<VirtualMachineInstanceMigration> migrations = new ArrayList<>();
    final List<Pod> pods = new ArrayList<>();
    final List<Node> nodes = new ArrayList<>();
    final List<String> evacuated = new ArrayList<>();
    boolean broken;

    FakeGuestFacts guest(String yaml) {
        guests.add(YAML.unmarshal("---\n" + yaml, VirtualMachineInstance.class));
        return this;
    }

    FakeGuestFacts migration(String yaml) {
        migrations.add(YAML.unmarshal("---\n" + yaml, VirtualMachineInstanceMigration.class));
        return this;
    }

    FakeGuestFacts pod(String yaml) {
        pods.add(YAML.unmarshal("---\n" + yaml, Pod.class));
        return this;
    }

    FakeGuestFacts node(String yaml) {
        nodes.add(YAML.unmarshal("---\n" + yaml, Node.class));
        return this;
    }

    @Override
    public Optional<VirtualMachineInstance> guest(String namespace, String name) {
        return named(guests, name);
    }

    @Override
    public List<VirtualMachineInstanceMigration> migrations(String namespace, String guest) {
        return migrations.stream()
                .filter(migration ->
                        guest.equals(Objects.requireNonNull(migration.getSpec()).vmiName()))
                .toList();
    }

    @Override
    public Optional<Pod> pod(String namespace, String name) {
        return named(pods, name);
    }

    @Override
    public List<Pod> pods(String namespace, Map<String, String> labels) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    @Override
    public List<Node> nodes() {
        return nodes;
    }

    @Override
    public void evacuate(VirtualMachineInstance guest, String node) {
        if (broken) {
            throw new KubernetesClientException("timeout");
        }
        evacuated.add(guest.getMetadata().getName() + " from " + node);
    }

    private static <T extends HasMetadata> Optional<T> named(List<T> objects, String name) {
        return objects.stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst();
    }
}
