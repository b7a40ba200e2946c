package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.pod.LauncherPod;
import dev.yadori.controller.vmi.pod.NetworkResources;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.HashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks up what decides how a launcher pod has to look, at the API server: it is needed too rarely to be cached. */
public final class PodNeeds {

    private static final String LIMITS = "limits.";
    private static final ResourceDefinitionContext DEFINITIONS = new ResourceDefinitionContext.Builder()
            .withGroup("k8s.cni.cncf.io")
            .withVersion("v1")
            .withKind("NetworkAttachmentDefinition")
            .withPlural("network-attachment-definitions")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;

    public PodNeeds(KubernetesClient client) {
        this.client = client;
    }

    /** The claims of the guest. */
    public Claims claims(VirtualMachineInstance vmi) {
        var claims = new HashMap<String, Claims.Claim>();
        for (String name : LauncherPod.claims(vmi)) {
            PersistentVolumeClaim claim = client.persistentVolumeClaims()
                    .inNamespace(vmi.getMetadata().getNamespace())
                    .withName(name)
                    .get();
            if (claim == null) {
                return new Claims.Missing(name);
            }
            claims.put(name, Claims.Claim.of(claim));
        }
        return new Claims.Ready(claims);
    }

    /** What the definitions of its networks say; nothing of those that do not exist, which Multus will complain about. */
    public NetworkResources networks(VirtualMachineInstance vmi) {
        var resources = new HashMap<String, String>();
        for (Network network : NetworkResources.attached(vmi)) {
            String[] place = definition(vmi, network);
            GenericKubernetesResource found = client.genericKubernetesResources(DEFINITIONS)
                    .inNamespace(place[0])
                    .withName(place[1])
                    .get();
            Optional.ofNullable(found)
                    .map(one -> one.getMetadata().getAnnotations())
                    .map(annotations -> annotations.get(NetworkResources.ANNOTATION))
                    .filter(NetworkResources::isOfPlugin)
                    .ifPresent(resource -> resources.put(String.valueOf(network.name()), resource));
        }
        return new NetworkResources(resources);
    }

    /** Its namespace and its name. */
    private static String[] definition(VirtualMachineInstance vmi, Network network) {
        var multus = Objects.requireNonNull(network.multus(), "networks.multus");
        String name = Objects.requireNonNull(multus.networkName(), "multus.networkName");
        int slash = name.indexOf('/');
        return slash < 0
                ? new String[] {vmi.getMetadata().getNamespace(), name}
                : new String[] {name.substring(0, slash), name.substring(slash + 1)};
    }

    /** The limits that quotas of the namespace want every pod to state: cpu, memory, or none. */
    public Set<String> limitedByQuota(VirtualMachineInstance vmi) {
        return client.resourceQuotas().inNamespace(vmi.getMetadata().getNamespace()).list().getItems().stream()
                .map(ResourceQuota::getSpec)
                .flatMap(quota -> Stream.ofNullable(quota.getHard()))
                .flatMap(hard -> hard.keySet().stream())
                .filter(name -> name.startsWith(LIMITS))
                .map(name -> name.substring(LIMITS.length()))
                .collect(Collectors.toSet());
    }
}
