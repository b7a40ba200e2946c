package dev.yadori.api.subresource;

import dev.yadori.api.subresource.ObjectGraphNode.Kind;
import dev.yadori.crds.v1.AccessCredential;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineSpec;
import dev.yadori.crds.v1.Volume;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a machine or an instance depends on, from these objects alone: whether there is what they name is not looked at. */
final class ObjectGraph {

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final String namespace;

    private ObjectGraph(String namespace) {
        this.namespace = namespace;
    }

    /**
     * Of a machine.
     *
     * @param instance of its name, which is in the graph where it is the machine's own
     * @param pods that may be the instance's
     */
    static ObjectGraphNode of(VirtualMachine machine, Optional<VirtualMachineInstance> instance, List<Pod> pods) {
        var graph = new ObjectGraph(machine.getMetadata().getNamespace());
        Stream<ObjectGraphNode> running = instance.stream()
                .filter(found -> isOf(found, machine))
                .map(found -> graph.node(
                        Kind.INSTANCE, name(found), graph.pods(found, pods).toList()));
        Stream<ObjectGraphNode> named = Optional.ofNullable(machine.getSpec())
                .map(VirtualMachineSpec::template)
                .map(VirtualMachineSpec.VirtualMachineTemplate::spec)
                .stream()
                .flatMap(graph::named);
        return graph.node(Kind.MACHINE, name(machine), distinct(running, named));
    }

    static ObjectGraphNode of(VirtualMachineInstance instance, List<Pod> pods) {
        var graph = new ObjectGraph(instance.getMetadata().getNamespace());
        Stream<ObjectGraphNode> named =
                Optional.ofNullable(instance.getSpec()).stream().flatMap(graph::named);
        return graph.node(Kind.INSTANCE, name(instance), distinct(graph.pods(instance, pods), named));
    }

    private static List<ObjectGraphNode> distinct(Stream<ObjectGraphNode> running, Stream<ObjectGraphNode> named) {
        return Stream.concat(running, named).distinct().toList();
    }

    /** While a guest moves it has two. */
    private Stream<ObjectGraphNode> pods(VirtualMachineInstance instance, List<Pod> pods) {
        return pods.stream()
                .filter(pod -> isOf(pod, instance))
                .filter(pod -> pod.getStatus() == null
                        || !ENDED.contains(String.valueOf(pod.getStatus().getPhase())))
                .map(ObjectGraph::name)
                .sorted()
                .map(name -> node(Kind.POD, name));
    }

    private Stream<ObjectGraphNode> named(VirtualMachineInstanceSpec spec) {
        return Stream.of(
                        spec.accessCredentials().stream().flatMap(credential -> secret(credential).stream()),
                        spec.volumes().stream().flatMap(this::volume),
                        spec.networks().stream().flatMap(network -> definition(network).stream()))
                .flatMap(nodes -> nodes);
    }

    private Optional<ObjectGraphNode> secret(AccessCredential credential) {
        return Optional.ofNullable(credential.sshPublicKey())
                .map(AccessCredential.SshPublicKey::source)
                .or(() -> Optional.ofNullable(credential.userPassword()).map(AccessCredential.UserPassword::source))
                .map(AccessCredential.CredentialSource::secret)
                .map(AccessCredential.CredentialSecret::secretName)
                .map(name -> node(Kind.SECRET, name));
    }

    private Stream<ObjectGraphNode> volume(Volume volume) {
        return Stream.of(
                        storage(volume),
                        Optional.ofNullable(volume.configMap())
                                .map(Volume.ConfigMapSource::name)
                                .or(() -> sysprep(volume, Volume.SysprepSource::configMap))
                                .map(name -> node(Kind.CONFIG_MAP, name)),
                        Optional.ofNullable(volume.secret())
                                .map(Volume.SecretSource::secretName)
                                .or(() -> Optional.ofNullable(volume.containerDisk())
                                        .map(Volume.ContainerDiskSource::imagePullSecret))
                                .or(() -> sysprep(volume, Volume.SysprepSource::secret))
                                .or(() -> cloudInit(volume, Volume.CloudInitSource::secretRef))
                                .map(name -> node(Kind.SECRET, name)),
                        cloudInit(volume, Volume.CloudInitSource::networkDataSecretRef)
                                .map(name -> node(Kind.SECRET, name)),
                        Optional.ofNullable(volume.serviceAccount())
                                .map(Volume.ServiceAccountSource::serviceAccountName)
                                .map(name -> node(Kind.SERVICE_ACCOUNT, name)))
                .flatMap(Optional::stream);
    }

    private Optional<ObjectGraphNode> storage(Volume volume) {
        Optional<ObjectGraphNode> claim = volume.claim().map(name -> node(Kind.CLAIM, name));
        return Optional.ofNullable(volume.dataVolume())
                .map(Volume.DataVolumeSource::name)
                .map(name -> node(Kind.DATA_VOLUME, name, claim.stream().toList()))
                .or(() -> claim);
    }

    private static Optional<String> sysprep(
            Volume volume, Function<Volume.SysprepSource, @Nullable LocalObjectReference> part) {
        return Optional.ofNullable(volume.sysprep()).map(part).map(LocalObjectReference::getName);
    }

    private static Optional<String> cloudInit(
            Volume volume, Function<Volume.CloudInitSource, @Nullable LocalObjectReference> part) {
        return Optional.ofNullable(volume.cloudInitNoCloud())
                .or(() -> Optional.ofNullable(volume.cloudInitConfigDrive()))
                .map(part)
                .map(LocalObjectReference::getName);
    }

    private Optional<ObjectGraphNode> definition(Network network) {
        return Optional.ofNullable(network.multus())
                .map(Network.MultusNetwork::networkName)
                .map(name -> name.split("/", 2))
                .map(parts -> parts.length == 1
                        ? node(Kind.NETWORK, parts[0])
                        : Kind.NETWORK.node(parts[0], parts[1], List.of()));
    }

    private ObjectGraphNode node(Kind kind, String name) {
        return node(kind, name, List.of());
    }

    private ObjectGraphNode node(Kind kind, String name, List<ObjectGraphNode> children) {
        return kind.node(namespace, name, children);
    }

    private static boolean isOf(HasMetadata object, HasMetadata owner) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid()));
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
