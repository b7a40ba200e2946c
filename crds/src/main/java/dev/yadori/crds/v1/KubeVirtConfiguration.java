package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How guests are defaulted, limited and placed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KubeVirtConfiguration(
        @JsonPropertyDescription("CPU model of a guest that names none. host-model if absent.") @Nullable
        String cpuModel,

        @JsonPropertyDescription("CPU that a guest requests which states none. 100m if absent.") @Nullable
        Quantity cpuRequest,

        @JsonPropertyDescription("Feature gates and settings for special environments.") @Nullable
        DeveloperConfiguration developerConfiguration,

        @JsonPropertyDescription("Patterns of machine types that guests may use. q35* and pc-q35* on amd64 if absent.")
        List<String> emulatedMachines,

        @JsonPropertyDescription("Always, Never or IfNotPresent, for launcher pods. IfNotPresent if absent.") @Nullable
        String imagePullPolicy,

        @JsonPropertyDescription("Limits and timeouts of migrations.") @Nullable
        MigrationConfiguration migrations,

        @JsonPropertyDescription("Deprecated: machine type of guests that name none. See architectureConfiguration.")
        @Nullable
        String machineType,

        @JsonPropertyDescription("How guests are connected that do not say.") @Nullable
        NetworkConfiguration network,

        @JsonPropertyDescription("Deprecated: directory of EFI firmware. See architectureConfiguration.") @Nullable
        String ovmfPath,

        @JsonPropertyDescription("SELinux type of launcher pods. The runtime's if absent.") @Nullable
        String selinuxLauncherType,

        @JsonPropertyDescription("RuntimeClass of launcher pods. None by default.") @Nullable
        String defaultRuntimeClass,

        @JsonPropertyDescription("What guests read of their maker in SMBIOS.") @Nullable
        Smbios smbios,

        @JsonPropertyDescription("Machine types and firmware by architecture.") @Nullable
        ArchitectureConfiguration architectureConfiguration,

        @JsonPropertyDescription("What an eviction does to a guest that does not say. None if absent.") @Nullable
        EvictionStrategy evictionStrategy,

        @JsonPropertyDescription("Factor on the memory overhead of launcher pods, such as 1.2. 1 if absent.") @Nullable
        String additionalGuestMemoryOverheadRatio,

        @JsonPropertyDescription("Resources of the containers beside compute, by their type.")
        List<SupportContainerResources> supportContainerResources,

        @JsonPropertyDescription("Versions of the guest agent that are supported, such as 5.*. 2.* to 5.* if absent.")
        List<String> supportedGuestAgentVersions,

        @JsonPropertyDescription("Seconds between reports of memory use; 0 for none. 10 if absent.") @Min(0) @Nullable
        Integer memBalloonStatsPeriod,

        @JsonPropertyDescription("Devices of nodes that guests may use. None by default.")
        HostHardware.@Nullable PermittedHostDevices permittedHostDevices,

        @JsonPropertyDescription("Mediated devices that nodes make. None by default.")
        HostHardware.@Nullable MediatedDevicesConfiguration mediatedDevicesConfiguration,

        @JsonPropertyDescription("Least CPU model for the labels of nodes. None by default.") @Nullable
        String minCPUModel,

        @JsonPropertyDescription("CPU models that get no label at nodes. A list of old ones if absent.")
        Map<String, Boolean> obsoleteCPUModels,

        @JsonPropertyDescription("Guests for which a node has devices. 1000 if absent.") @Min(0) @Nullable
        Integer virtualMachineInstancesPerNode,

        @JsonPropertyDescription("Request rates of virt-api.") @Nullable
        ReloadableComponent apiConfiguration,

        @JsonPropertyDescription("Request rates of the webhooks.") @Nullable
        ReloadableComponent webhookConfiguration,

        @JsonPropertyDescription("Request rates of virt-controller.") @Nullable
        ReloadableComponent controllerConfiguration,

        @JsonPropertyDescription("Request rates of virt-handler.") @Nullable
        ReloadableComponent handlerConfiguration,

        @JsonPropertyDescription("TLS of the components' servers.") @Nullable
        TlsConfiguration tlsConfiguration,

        @JsonPropertyDescription("Seccomp profile of launcher pods.") @Nullable
        SeccompConfiguration seccompConfiguration,

        @JsonPropertyDescription("StorageClass of claims for EFI variables and TPM state. The default one if absent.")
        @Nullable
        String vmStateStorageClass,

        @JsonPropertyDescription("Switches for all guests.") @Nullable
        VirtualMachineOptions virtualMachineOptions,

        @JsonPropertyDescription("Nodes on which equal pages are merged. None by default.") @Nullable
        KsmConfiguration ksmConfiguration,

        @JsonPropertyDescription("Namespaces whose guests get a CPU limit of one a virtual CPU. None by default.")
        @Nullable
        LabelSelector autoCPULimitNamespaceLabelSelector,

        @JsonPropertyDescription("How much a running guest may grow.") @Nullable
        LiveUpdateConfiguration liveUpdateConfiguration,

        @JsonPropertyDescription("Stage or LiveUpdate: whether changes reach running guests. LiveUpdate if absent.")
        @Nullable
        String vmRolloutStrategy,

        @JsonPropertyDescription("Whether common instance types are deployed. True if absent.")
        Features.@Nullable FeatureState commonInstancetypesDeployment,

        @JsonPropertyDescription("Whether the templates component is deployed. True if absent.")
        Features.@Nullable FeatureState virtTemplateDeployment,

        @JsonPropertyDescription("How instance types are kept with their guests.") @Nullable
        InstancetypeConfiguration instancetype,

        @JsonPropertyDescription("Hypervisors that nodes may use. kvm if absent.")
        List<Hypervisor> hypervisors,

        @JsonPropertyDescription("Guests whose changed blocks are tracked. None by default.") @Nullable
        ChangedBlockTrackingSelectors changedBlockTrackingLabelSelectors,

        @JsonPropertyDescription("Settings of persistent reservations. Kept as given: their shape is not settled.")
        @PreserveUnknownFields
        Map<String, Object> persistentReservationConfiguration,

        @JsonPropertyDescription("Settings of confidential guests. Kept as given: their shape is not settled.")
        @PreserveUnknownFields
        Map<String, Object> confidentialCompute,

        @JsonPropertyDescription("Whether roles of the API are added to admin, edit and view: AggregateToDefault or "
                + "Manual. AggregateToDefault if absent.")
        @Nullable
        String roleAggregationStrategy) {
    public KubeVirtConfiguration {
        emulatedMachines = Absent.list(emulatedMachines);
        supportContainerResources = Absent.list(supportContainerResources);
        supportedGuestAgentVersions = Absent.list(supportedGuestAgentVersions);
        obsoleteCPUModels = Absent.map(obsoleteCPUModels);
        hypervisors = Absent.list(hypervisors);
        persistentReservationConfiguration = Absent.map(persistentReservationConfiguration);
        confidentialCompute = Absent.map(confidentialCompute);
    }

    /** How guests are connected that do not say. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record NetworkConfiguration(
            @JsonPropertyDescription("Binding of the default interface: bridge or masquerade. bridge if absent.")
            @Nullable
            String defaultNetworkInterface,

            @JsonPropertyDescription("Whether guests may take over the pod network by bridge. True if absent.")
            @Nullable
            Boolean permitBridgeInterfaceOnPodNetwork,

            @JsonPropertyDescription("Deprecated and without effect.") @Nullable
            Boolean permitSlirpInterface,

            @JsonPropertyDescription("Binding plugins by their names. None by default.")
            Map<String, HostHardware.BindingPlugin> binding) {
        public NetworkConfiguration {
            binding = Absent.map(binding);
        }
    }

    /** What guests read of their maker in SMBIOS. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Smbios(
            @JsonPropertyDescription("Maker. KubeVirt if absent.") @Nullable
            String manufacturer,

            @JsonPropertyDescription("Product. None if absent.") @Nullable
            String product,

            @JsonPropertyDescription("Version. Empty by default.") @Nullable
            String version,

            @JsonPropertyDescription("Stock number. Empty by default.") @Nullable
            String sku,

            @JsonPropertyDescription("Family. KubeVirt if absent.") @Nullable
            String family) {}

    /** Machine types and firmware by architecture. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ArchitectureConfiguration(
            @JsonPropertyDescription("Settings of amd64.") @Nullable
            ArchitectureSettings amd64,

            @JsonPropertyDescription("Settings of arm64.") @Nullable
            ArchitectureSettings arm64,

            @JsonPropertyDescription("Settings of s390x.") @Nullable
            ArchitectureSettings s390x,

            @JsonPropertyDescription("Deprecated and without effect.") @Nullable
            ArchitectureSettings ppc64le,

            @JsonPropertyDescription("Architecture of a guest that names none. That of the control plane if absent.")
            @Nullable
            String defaultArchitecture) {}

    /** Machine types and firmware of one architecture. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ArchitectureSettings(
            @JsonPropertyDescription("Machine type of guests that name none.") @Nullable
            String machineType,

            @JsonPropertyDescription("Patterns of machine types that guests may use.")
            List<String> emulatedMachines,

            @JsonPropertyDescription("Directory of EFI firmware in the launcher.") @Nullable
            String ovmfPath) {
        public ArchitectureSettings {
            emulatedMachines = Absent.list(emulatedMachines);
        }
    }

    /** Resources of the containers of one type. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SupportContainerResources(
            @JsonPropertyDescription("Type of container, such as container-disk.") @Required @Nullable
            String type,

            @JsonPropertyDescription("CPU and memory of such a container.") @Required
            DomainSpec.@Nullable ResourceRequirements resources) {}

    /** Request rates of a component. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ReloadableComponent(
            @JsonPropertyDescription("Client of the Kubernetes API.") @Nullable
            RestClient restClient) {}

    /** Client of the Kubernetes API. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record RestClient(
            @JsonPropertyDescription("Limit of requests.") @Nullable
            RateLimiter rateLimiter) {}

    /** Limit of requests. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record RateLimiter(
            @JsonPropertyDescription("A bucket of tokens, one a request.") @Nullable
            TokenBucket tokenBucketRateLimiter) {}

    /** A bucket of tokens. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record TokenBucket(
            @JsonPropertyDescription("Requests a second.") @Nullable
            Double qps,

            @JsonPropertyDescription("Requests at once.") @Min(0) @Nullable
            Integer burst) {}

    /** TLS of the components' servers. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record TlsConfiguration(
            @JsonPropertyDescription("VersionTLS10 to VersionTLS13. VersionTLS12 if absent.") @Nullable
            String minTLSVersion,

            @JsonPropertyDescription("Cipher suites by their IANA names; not with TLS 1.3. The runtime's if absent.")
            List<String> ciphers) {
        public TlsConfiguration {
            ciphers = Absent.list(ciphers);
        }
    }

    /** Seccomp profile of launcher pods. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SeccompConfiguration(
            @JsonPropertyDescription("Profile of launcher pods. RuntimeDefault if absent.") @Nullable
            SeccompProfile virtualMachineInstanceProfile) {}

    /** A seccomp profile. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SeccompProfile(
            @JsonPropertyDescription("Profile other than the default.") @Nullable
            CustomSeccompProfile customProfile) {}

    /** One of its fields. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CustomSeccompProfile(
            @JsonPropertyDescription("File of the profile on the nodes.") @Nullable
            String localhostProfile,

            @JsonPropertyDescription("Whether the container runtime's profile is used.") @Nullable
            Boolean runtimeDefaultProfile) {}

    /** Switches for all guests; to be there is to be on. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record VirtualMachineOptions(
            @JsonPropertyDescription("Guests do not report free pages.") @Nullable
            Marker disableFreePageReporting,

            @JsonPropertyDescription("Serial consoles are not logged.") @Nullable
            Marker disableSerialConsoleLog) {}

    /** Nodes on which equal pages are merged. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record KsmConfiguration(
            @JsonPropertyDescription("Labels of those nodes. An empty selector is all nodes.") @Nullable
            LabelSelector nodeLabelSelector) {}

    /** How much a running guest may grow. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record LiveUpdateConfiguration(
            @JsonPropertyDescription("Factor on sockets and memory at the start. 4 if absent.") @Min(1) @Nullable
            Integer maxHotplugRatio,

            @JsonPropertyDescription("Most sockets of any guest. By maxHotplugRatio if absent.") @Min(1) @Nullable
            Integer maxCpuSockets,

            @JsonPropertyDescription("Most memory of any guest. By maxHotplugRatio if absent.") @Nullable
            Quantity maxGuest) {}

    /** How instance types are kept with their guests. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record InstancetypeConfiguration(
            @JsonPropertyDescription("reference, expand or expandAll. reference if absent.") @Nullable
            String referencePolicy) {}

    /** A hypervisor. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Hypervisor(
            @JsonPropertyDescription("Name of the hypervisor: kvm.") @Required @Nullable
            String name) {}

    /** Guests whose changed blocks are tracked. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ChangedBlockTrackingSelectors(
            @JsonPropertyDescription("Labels of namespaces, all of whose guests are tracked.") @Nullable
            LabelSelector namespaceLabelSelector,

            @JsonPropertyDescription("Labels of virtual machines that are tracked.") @Nullable
            LabelSelector virtualMachineLabelSelector) {}
}
