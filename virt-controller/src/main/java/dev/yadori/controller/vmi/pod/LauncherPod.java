package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.launcher.EmulatorCpus;
import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.Volume;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The launcher pod of a guest. */
public final class LauncherPod {

    /** On pods: False while the guest is paused, so that nothing is sent to it. */
    public static final String UNPAUSED = "kubevirt.io/virtual-machine-unpaused";

    /** All of them, those of migrations too. */
    public static final String SELECTOR = KubeVirtLabels.COMPONENT + "=" + KubeVirtLabels.COMPONENT_VALUE_LAUNCHER;

    private static final String RESOURCE_NAME = "KUBEVIRT_RESOURCE_NAME_";
    private static final long DEFAULT_GRACE_SECONDS = 30;
    private static final long GRACE_MARGIN_SECONDS = 30;

    private final VirtualMachineInstance vmi;
    private final VirtualMachineInstanceSpec spec;
    private final DomainSpec domain;
    private final ClusterConfig config;
    private final NetworkResources networks;
    private final GuestSize size;
    private final long overheadBytes;

    private LauncherPod(VirtualMachineInstance vmi, ClusterConfig config, NetworkResources networks) {
        this.vmi = vmi;
        this.spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        this.domain = Objects.requireNonNull(spec.domain(), "spec.domain");
        this.config = config;
        this.networks = networks;
        this.size = GuestSize.of(domain);
        this.overheadBytes = MemoryOverhead.of(domain, size, config.useEmulation())
                .total(config.podRules().overheadRatio());
    }

    /**
     * The pod of an object that admission has let through and completed.
     *
     * @param claims mode of each claim of {@link #claims}
     */
    public static Pod of(
            VirtualMachineInstance vmi,
            ClusterConfig config,
            String launcherImage,
            Map<String, ClaimMode> claims,
            NetworkResources networks) {
        return new LauncherPod(vmi, config, networks).build(launcherImage, claims);
    }

    /** What keeps the pod from being made, if anything does: the path of a field, and why. */
    public static Optional<String> unsupported(VirtualMachineInstance vmi, ClusterConfig config) {
        return UnsupportedParts.first(Objects.requireNonNull(vmi.getSpec(), "spec"), config);
    }

    /**
     * The same pod with limits that a quota demands and nobody has stated: twice the requested memory, and a CPU for each
     * virtual one.
     *
     * @param wanted of cpu and memory, those that are demanded
     */
    public static Pod withLimits(Pod pod, VirtualMachineInstance vmi, Set<String> wanted) {
        var domain = Objects.requireNonNull(
                Objects.requireNonNull(vmi.getSpec(), "spec").domain(), "spec.domain");
        return PodResources.withLimits(pod, GuestSize.of(domain), wanted);
    }

    /** The claims that must exist before the pod. */
    public static SequencedSet<String> claims(VirtualMachineInstance vmi) {
        return PodVolumes.claimNames(Objects.requireNonNull(vmi.getSpec(), "spec"));
    }

    /** Seconds from the first signal to the last for a guest with this grace period, or the default. */
    public static long graceSeconds(@Nullable Long guestSeconds) {
        return (guestSeconds == null ? DEFAULT_GRACE_SECONDS : guestSeconds) + GRACE_MARGIN_SECONDS;
    }

    private Pod build(String launcherImage, Map<String, ClaimMode> claims) {
        boolean imageVolumes = config.isEnabled(ClusterConfig.IMAGE_VOLUME);
        VolumeSet volumes = PodVolumes.of(spec, domain, claims, imageVolumes);
        Container compute = compute(launcherImage, volumes);
        List<Container> keepers = imageVolumes ? List.of() : ImageContainers.of(spec, domain, compute, volumes);
        return new PodBuilder()
                .withMetadata(PodMetadata.of(vmi, overheadBytes))
                .withSpec(spec(compute, keepers, volumes))
                .build();
    }

    private PodSpec spec(Container compute, List<Container> keepers, VolumeSet volumes) {
        var scheduling = new PodScheduling(domain, config);
        return new PodSpecBuilder()
                .withInitContainers(keepers)
                .withContainers(compute)
                .withVolumes(volumes.volumes())
                .withSecurityContext(podSecurity())
                .withRestartPolicy("Never")
                .withEnableServiceLinks(false)
                .withAutomountServiceAccountToken(false)
                .withServiceAccountName(serviceAccount())
                .withTerminationGracePeriodSeconds(graceSeconds(spec.terminationGracePeriodSeconds()))
                .addNewReadinessGate(UNPAUSED)
                .withHostname(hostname())
                .withSubdomain(spec.subdomain())
                .withDnsPolicy(spec.dnsPolicy())
                .withDnsConfig(spec.dnsConfig())
                .withNodeSelector(scheduling.nodeSelector(spec))
                .withAffinity(scheduling.affinity(spec.affinity()))
                .withTolerations(spec.tolerations())
                .withTopologySpreadConstraints(spec.topologySpreadConstraints())
                .withSchedulerName(spec.schedulerName())
                .withPriorityClassName(spec.priorityClassName())
                .withRuntimeClassName(config.podRules().runtimeClass().orElse(null))
                .withResourceClaims(spec.resourceClaims())
                .addAllToImagePullSecrets(pullSecrets())
                .build();
    }

    private Container compute(String image, VolumeSet volumes) {
        ObjectMeta meta = vmi.getMetadata();
        var devices = Objects.requireNonNull(domain.devices(), "spec.domain.devices");
        var probes = PodProbes.of(vmi);
        return new ContainerBuilder()
                .withName(LauncherPodLayout.COMPUTE_CONTAINER)
                .withImage(image)
                .withImagePullPolicy(config.podRules().imagePullPolicy())
                .withArgs(
                        "/usr/bin/virt-launcher",
                        "--name",
                        meta.getName(),
                        "--namespace",
                        meta.getNamespace(),
                        "--uid",
                        meta.getUid())
                .withEnv(resourceNames())
                .withResources(new PodResources(
                                domain,
                                size,
                                config.podRules(),
                                overheadBytes,
                                MemoryOverhead.peak(config.useEmulation()),
                                EmulatorCpus.of(domain.cpu(), vmi.getMetadata().getAnnotations(), size.vcpus()))
                        .render(PodDevices.of(devices, networks, config.useEmulation())))
                .withSecurityContext(computeSecurity())
                .withVolumeMounts(volumes.mounts())
                .withVolumeDevices(volumes.devices())
                .withStartupProbe(probes.startup())
                .withLivenessProbe(probes.liveness())
                .withReadinessProbe(probes.readiness())
                .build();
    }

    /** Which programs beside the launcher look for. */
    private List<EnvVar> resourceNames() {
        return new TreeMap<>(networks.byNetwork())
                .entrySet().stream()
                        .map(network -> new EnvVar(RESOURCE_NAME + network.getKey(), network.getValue(), null))
                        .toList();
    }

    private static PodSecurityContext podSecurity() {
        return new PodSecurityContextBuilder()
                .withRunAsUser(LauncherPodLayout.USER)
                .withRunAsGroup(LauncherPodLayout.USER)
                .withRunAsNonRoot(true)
                .withFsGroup(LauncherPodLayout.USER)
                // A claim with millions of files would otherwise be walked at each start.
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile(null, "RuntimeDefault")
                // The DHCP server's port, without a capability for it.
                .addNewSysctl("net.ipv4.ip_unprivileged_port_start", "0")
                .build();
    }

    /**
     * The runtime's list of system calls has those that bind memory to a cell for containers that name SYS_NICE. No process here
     * gets it: none is root, and none can become more than it is.
     */
    private SecurityContext computeSecurity() {
        List<String> capabilities =
                GuestSize.mirrorsCells(domain) ? List.of("NET_BIND_SERVICE", "SYS_NICE") : List.of("NET_BIND_SERVICE");
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withAdd(capabilities)
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    private String hostname() {
        String given = spec.hostname();
        return LauncherNames.hostname(given == null ? vmi.getMetadata().getName() : given);
    }

    private @Nullable String serviceAccount() {
        return spec.volumes().stream()
                .map(Volume::serviceAccount)
                .flatMap(Stream::ofNullable)
                .map(Volume.ServiceAccountSource::serviceAccountName)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse(spec.serviceAccountName());
    }

    private List<LocalObjectReference> pullSecrets() {
        return PodVolumes.pullSecrets(spec, domain).stream()
                .map(LocalObjectReference::new)
                .toList();
    }
}
