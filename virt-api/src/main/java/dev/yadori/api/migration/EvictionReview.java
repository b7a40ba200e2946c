package dev.yadori.api.migration;

import dev.yadori.api.webhook.Admission;
import dev.yadori.api.webhook.AdmissionAnswer;
import dev.yadori.api.webhook.AdmissionRequest;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.EvictionStrategy;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the eviction of a guest's pod into the wish that the guest leaves its node, which the controller follows. The answer is
 * "try again" until the guest is gone. Pods that hold no guest are no business of this.
 */
public final class EvictionReview implements Admission {

    private static final Logger LOG = LoggerFactory.getLogger(EvictionReview.class);
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final GuestFacts facts;
    private final Supplier<ClusterConfig> config;

    EvictionReview(GuestFacts facts, Supplier<ClusterConfig> config) {
        this.facts = facts;
        this.config = config;
    }

    @Override
    public AdmissionAnswer review(AdmissionRequest request) {
        Optional<Pod> pod = facts.pod(request.namespace(), request.name()).filter(EvictionReview::mayHoldAGuest);
        if (pod.isEmpty()) {
            return AdmissionAnswer.ALLOWED;
        }
        Optional<VirtualMachineInstance> guest = guestName(pod.get())
                .flatMap(name -> facts.guest(request.namespace(), name))
                .filter(found ->
                        isOf(pod.get(), found) && !found.isMarkedForDeletion() && !new Movability(found).hasEnded());
        return guest.map(found -> review(request, pod.get(), found)).orElse(AdmissionAnswer.ALLOWED);
    }

    private AdmissionAnswer review(AdmissionRequest request, Pod pod, VirtualMachineInstance guest) {
        Movability movability = new Movability(guest);
        String node = String.valueOf(pod.getSpec().getNodeName());
        String name =
                guest.getMetadata().getNamespace() + "/" + guest.getMetadata().getName();
        if (isTargetInUse(pod, movability)) {
            return AdmissionAnswer.later("VMI \"" + name + "\" is being migrated to this pod");
        }
        if (movability.nodeName().filter(node::equals).isEmpty()) {
            return AdmissionAnswer.ALLOWED;
        }
        return switch (strategy(guest)) {
            case NONE, UNRECOGNIZED -> AdmissionAnswer.ALLOWED;
            case LIVE_MIGRATE_IF_POSSIBLE ->
                movability.isMovable() ? evacuate(request, guest, name, node) : AdmissionAnswer.ALLOWED;
            case LIVE_MIGRATE ->
                movability.isMovable()
                        ? evacuate(request, guest, name, node)
                        : AdmissionAnswer.later("VMI \"" + name
                                + "\" is configured with an eviction strategy but is not live-migratable"
                                + movability.hindrance().map(why -> ": " + why).orElse(""));
            case EXTERNAL -> evacuate(request, guest, name, node);
        };
    }

    private AdmissionAnswer evacuate(AdmissionRequest request, VirtualMachineInstance guest, String name, String node) {
        if (!request.dryRun() && !new Movability(guest).isToLeave(node)) {
            try {
                facts.evacuate(guest, node);
            } catch (KubernetesClientException e) {
                // Who evicts tries again, and so will this.
                LOG.atWarn()
                        .addKeyValue("namespace", request.namespace())
                        .addKeyValue("name", guest.getMetadata().getName())
                        .addKeyValue("error", e.getMessage())
                        .log("evacuation could not be written");
                return AdmissionAnswer.later("VMI \"" + name + "\" could not be told to leave node " + node);
            }
        }
        return AdmissionAnswer.later("Eviction triggered evacuation of VMI \"" + name + "\"");
    }

    private EvictionStrategy strategy(VirtualMachineInstance guest) {
        return Optional.ofNullable(guest.getSpec())
                .map(VirtualMachineInstanceSpec::evictionStrategy)
                .orElseGet(() ->
                        EvictionStrategy.parse(config.get().guestDefaults().evictionStrategy()));
    }

    private static boolean mayHoldAGuest(Pod pod) {
        return pod.getMetadata().getLabels() != null
                && KubeVirtLabels.COMPONENT_VALUE_LAUNCHER.equals(
                        pod.getMetadata().getLabels().get(KubeVirtLabels.COMPONENT))
                && !pod.isMarkedForDeletion()
                && pod.getSpec().getNodeName() != null
                && (pod.getStatus() == null
                        || !ENDED.contains(String.valueOf(pod.getStatus().getPhase())));
    }

    private static Optional<String> guestName(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(KubeVirtAnnotations.DOMAIN));
    }

    private static boolean isOf(Pod pod, VirtualMachineInstance guest) {
        return pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> guest.getMetadata().getUid().equals(owner.getUid()));
    }

    /** The guest is on its way into this pod, or may be. */
    private static boolean isTargetInUse(Pod pod, Movability guest) {
        return guest.migration()
                .filter(state -> !Boolean.TRUE.equals(state.completed())
                        && pod.getMetadata().getName().equals(state.targetPod()))
                .isPresent();
    }
}
