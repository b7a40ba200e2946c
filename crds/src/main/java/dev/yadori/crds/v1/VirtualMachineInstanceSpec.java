package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodResourceClaim;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The guest and the pod around it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VirtualMachineInstanceSpec(
        @JsonPropertyDescription("The virtual hardware.") @Required @Nullable
        DomainSpec domain,

        @JsonPropertyDescription("Networks of the pod that interfaces attach to. The pod network if neither this nor "
                + "interfaces are given.")
        @Size(max = 256)
        List<Network> networks,

        @JsonPropertyDescription("What backs the disks and filesystems. None by default.") @Size(max = 256)
        List<Volume> volumes,

        @JsonPropertyDescription(
                "Claims that are mounted into the launcher pod for tasks beside the guest, which does not"
                        + " see them. None by default.")
        List<UtilityVolume> utilityVolumes,

        @JsonPropertyDescription("SSH keys and passwords that are put into the guest from Secrets. None by default.")
        @Size(max = 256)
        List<AccessCredential> accessCredentials,

        @JsonPropertyDescription(
                "Host name of the guest, a DNS label of at most 63 characters. The name of the object if " + "absent.")
        @Size(max = 63)
        @Nullable
        String hostname,

        @JsonPropertyDescription("Subdomain of the guest's full name, as in a pod. None by default.")
        @Size(max = 63)
        @Nullable
        String subdomain,

        @JsonPropertyDescription("CPU architecture: amd64, arm64 or s390x. The cluster's default if absent.") @Nullable
        String architecture,

        @JsonPropertyDescription("Labels that a node must have. Any node by default.")
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("Rules of attraction to nodes and pods. None by default.") @Nullable
        Affinity affinity,

        @JsonPropertyDescription("Taints that do not keep the guest away. None by default.")
        List<Toleration> tolerations,

        @JsonPropertyDescription("How guests are spread over nodes and zones. No rule by default.")
        List<TopologySpreadConstraint> topologySpreadConstraints,

        @JsonPropertyDescription("Scheduler of the launcher pod. The cluster's default if absent.") @Nullable
        String schedulerName,

        @JsonPropertyDescription("PriorityClass of the launcher pod. The cluster's default if absent.") @Nullable
        String priorityClassName,

        @JsonPropertyDescription(
                "ServiceAccount of the launcher pod; its token is not mounted. The namespace's default if" + " absent.")
        @Nullable
        String serviceAccountName,

        @JsonPropertyDescription(
                "DNS policy of the launcher pod, which the guest learns by DHCP. ClusterFirst if absent.")
        @Nullable
        String dnsPolicy,

        @JsonPropertyDescription("DNS servers, search domains and options beside those of dnsPolicy. None by default.")
        @Nullable
        PodDNSConfig dnsConfig,

        @JsonPropertyDescription("What an eviction of the pod does to the guest. The cluster's setting if absent.")
        @Nullable
        EvictionStrategy evictionStrategy,

        @JsonPropertyDescription(
                "Paused makes the guest wait for an unpause before its first instruction. It runs at once"
                        + " if absent.")
        @Nullable
        StartStrategy startStrategy,

        @JsonPropertyDescription("Seconds between the shutdown signal and the kill. 30 by default, 0 kills at once.")
        @Min(0)
        @Nullable
        Long terminationGracePeriodSeconds,

        @JsonPropertyDescription("Check whose failure restarts the pod. None by default.") @Nullable
        Probe livenessProbe,

        @JsonPropertyDescription("Check whose failure makes the guest not ready. None by default.") @Nullable
        Probe readinessProbe,

        @JsonPropertyDescription(
                "Claims of dynamic resource allocation that devices and networks refer to. None by default.")
        List<PodResourceClaim> resourceClaims)
        implements Serializable {
    public VirtualMachineInstanceSpec {
        networks = Absent.list(networks);
        volumes = Absent.list(volumes);
        utilityVolumes = Absent.list(utilityVolumes);
        accessCredentials = Absent.list(accessCredentials);
        nodeSelector = Absent.map(nodeSelector);
        tolerations = Absent.list(tolerations);
        topologySpreadConstraints = Absent.list(topologySpreadConstraints);
        resourceClaims = Absent.list(resourceClaims);
    }

    /** The same guest with other hardware. */
    public VirtualMachineInstanceSpec withDomain(@Nullable DomainSpec changed) {
        return new VirtualMachineInstanceSpec(
                changed,
                networks,
                volumes,
                utilityVolumes,
                accessCredentials,
                hostname,
                subdomain,
                architecture,
                nodeSelector,
                affinity,
                tolerations,
                topologySpreadConstraints,
                schedulerName,
                priorityClassName,
                serviceAccountName,
                dnsPolicy,
                dnsConfig,
                evictionStrategy,
                startStrategy,
                terminationGracePeriodSeconds,
                livenessProbe,
                readinessProbe,
                resourceClaims);
    }

    /** The same guest, placed and evacuated as the other is. */
    public VirtualMachineInstanceSpec withPlacementOf(VirtualMachineInstanceSpec other) {
        return new VirtualMachineInstanceSpec(
                domain,
                networks,
                volumes,
                utilityVolumes,
                accessCredentials,
                hostname,
                subdomain,
                architecture,
                other.nodeSelector,
                other.affinity,
                other.tolerations,
                topologySpreadConstraints,
                schedulerName,
                priorityClassName,
                serviceAccountName,
                dnsPolicy,
                dnsConfig,
                other.evictionStrategy,
                startStrategy,
                terminationGracePeriodSeconds,
                livenessProbe,
                readinessProbe,
                resourceClaims);
    }

    /** The same guest on other networks. */
    public VirtualMachineInstanceSpec withNetworks(List<Network> changed) {
        return new VirtualMachineInstanceSpec(
                domain,
                changed,
                volumes,
                utilityVolumes,
                accessCredentials,
                hostname,
                subdomain,
                architecture,
                nodeSelector,
                affinity,
                tolerations,
                topologySpreadConstraints,
                schedulerName,
                priorityClassName,
                serviceAccountName,
                dnsPolicy,
                dnsConfig,
                evictionStrategy,
                startStrategy,
                terminationGracePeriodSeconds,
                livenessProbe,
                readinessProbe,
                resourceClaims);
    }

    /** The same guest with another beginning. */
    public VirtualMachineInstanceSpec withStartStrategy(@Nullable StartStrategy changed) {
        return new VirtualMachineInstanceSpec(
                domain,
                networks,
                volumes,
                utilityVolumes,
                accessCredentials,
                hostname,
                subdomain,
                architecture,
                nodeSelector,
                affinity,
                tolerations,
                topologySpreadConstraints,
                schedulerName,
                priorityClassName,
                serviceAccountName,
                dnsPolicy,
                dnsConfig,
                evictionStrategy,
                changed,
                terminationGracePeriodSeconds,
                livenessProbe,
                readinessProbe,
                resourceClaims);
    }

    /** The guest's cards that the object names, in its order. */
    public List<Interface> interfaces() {
        return Optional.ofNullable(domain)
                .map(DomainSpec::devices)
                .map(Devices::interfaces)
                .orElse(List.of());
    }

    /** How a guest begins. */
    public enum StartStrategy implements WireValue {
        PAUSED("Paused"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        StartStrategy(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static StartStrategy parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** A claim that the launcher pod gets and the guest does not. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record UtilityVolume(
            @JsonPropertyDescription("Name of the volume, unique among all volumes.") @Required @Nullable
            String name,

            @JsonPropertyDescription("Name of the PersistentVolumeClaim.") @Required @Nullable
            String claimName,

            @JsonPropertyDescription("Whether the claim is mounted read-only. False by default.") @Nullable
            Boolean readOnly,

            @JsonPropertyDescription("What the volume is for. Not said by default.") @Nullable
            String type) {}
}
