package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.pod.LauncherPod;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks up what decides how a launcher pod has to look, at the API server: it is needed too rarely to be cached. */
public final class PodNeeds {

    private static final String LIMITS = "limits.";

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
