package dev.yadori.controller.migration;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.vmi.ActivePod;
import dev.yadori.controller.vmi.PodNeeds;
import dev.yadori.controller.vmi.pod.ClaimMode;
import dev.yadori.controller.vmi.pod.LauncherPod;
import dev.yadori.controller.vmi.pod.NetworkResources;
import dev.yadori.controller.vmi.pod.TargetPod;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes target pods, from what the guest's node and pod are like. */
final class TargetPods {

    private final Collaborators collaborators;
    private final KubernetesClient client;
    private final PodNeeds needs;

    TargetPods(Collaborators collaborators) {
        this.collaborators = collaborators;
        this.client = collaborators.client();
        this.needs = new PodNeeds(client);
    }

    /** What the guest's networks ask of a node. */
    NetworkResources networks(VirtualMachineInstance vmi) {
        return needs.networks(vmi);
    }

    /** Makes the pod; with the limits that a quota demands, if it does. */
    Pod create(
            VirtualMachineInstanceMigration migration,
            VirtualMachineInstance vmi,
            Map<String, ClaimMode> claims,
            NetworkResources networks) {
        Pod pod = pod(migration, vmi, claims, networks);
        try {
            return client.resource(pod).create();
        } catch (KubernetesClientException e) {
            if (ApiRefusal.isConflict(e) || !ApiRefusal.isFinal(e)) {
                throw e;
            }
            Pod limited = LauncherPod.withLimits(pod, vmi, needs.limitedByQuota(vmi));
            if (limited.equals(pod)) {
                throw e;
            }
            return client.resource(limited).create();
        }
    }

    private Pod pod(
            VirtualMachineInstanceMigration migration,
            VirtualMachineInstance vmi,
            Map<String, ClaimMode> claims,
            NetworkResources networks) {
        ClusterConfig config = collaborators.clusterConfig().get();
        String image = collaborators.config().launcherImage();
        Optional<Node> node = new GuestView(vmi)
                .nodeName()
                .map(name -> client.nodes().withName(name).get());
        Pod source = client.pods()
                .inNamespace(vmi.getMetadata().getNamespace())
                .withName(ActivePod.name(vmi))
                .get();
        return new TargetPod(
                        vmi,
                        migration,
                        config,
                        LauncherPod.of(vmi, config, image, claims, networks),
                        node.map(TargetPods::labels).orElse(Map.of()),
                        source == null ? Map.of() : orEmpty(source.getSpec().getNodeSelector()))
                .build();
    }

    private static Map<String, String> labels(HasMetadata object) {
        return orEmpty(object.getMetadata().getLabels());
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> given) {
        return given == null ? Map.of() : given;
    }
}
