package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Feature gates and settings for special environments. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DeveloperConfiguration(
        @JsonPropertyDescription("Gates to open. None by default.")
        List<String> featureGates,

        @JsonPropertyDescription("Gates to close that are open by default. None by default.")
        List<String> disabledFeatureGates,

        @JsonPropertyDescription("Percent by which a claim may be smaller than asked for. 10 if absent.")
        @Min(0)
        @Max(100)
        @Nullable
        Integer pvcTolerateLessSpaceUpToPercent,

        @JsonPropertyDescription("Bytes of a claim that stay free. 131072 if absent.") @Min(0) @Nullable
        Long minimumReservePVCBytes,

        @JsonPropertyDescription("Guest memory in percent of what its pod requests. 100 if absent.") @Min(1) @Nullable
        Integer memoryOvercommit,

        @JsonPropertyDescription("Labels that a node must have to run guests. None by default.")
        Map<String, String> nodeSelectors,

        @JsonPropertyDescription("Whether guests run without KVM on nodes that have none. False by default.") @Nullable
        Boolean useEmulation,

        @JsonPropertyDescription("Virtual CPUs for one CPU that a pod requests. 10 if absent.") @Min(1) @Nullable
        Integer cpuAllocationRatio,

        @JsonPropertyDescription("Least TSC frequency, in hertz, for guests that need one. The cluster's if absent.")
        @Nullable
        Long minimumClusterTSCFrequency,

        @JsonPropertyDescription("Bounds of the check of disk images.") @Nullable
        DiskVerification diskVerification,

        @JsonPropertyDescription("How much the components log.") @Nullable
        LogVerbosity logVerbosity,

        @JsonPropertyDescription("Whether the components can be profiled. False by default.") @Nullable
        Boolean clusterProfiler) {
    public DeveloperConfiguration {
        featureGates = Absent.list(featureGates);
        disabledFeatureGates = Absent.list(disabledFeatureGates);
        nodeSelectors = Absent.map(nodeSelectors);
    }

    /** Bounds of the check of disk images. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DiskVerification(
            @JsonPropertyDescription("Memory of the check. 2000M if absent.") @Nullable
            Quantity memoryLimit) {}

    /** How much components log: 0 is least, 2 the default. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record LogVerbosity(
            @JsonPropertyDescription("Verbosity of virt-api.") @Min(0) @Nullable
            Integer virtAPI,

            @JsonPropertyDescription("Verbosity of virt-controller.") @Min(0) @Nullable
            Integer virtController,

            @JsonPropertyDescription("Verbosity of virt-handler.") @Min(0) @Nullable
            Integer virtHandler,

            @JsonPropertyDescription("Verbosity of virt-launcher.") @Min(0) @Nullable
            Integer virtLauncher,

            @JsonPropertyDescription("Verbosity of virt-operator, which this implementation has not.") @Min(0) @Nullable
            Integer virtOperator,

            @JsonPropertyDescription("Verbosity of the exchange between clusters.") @Min(0) @Nullable
            Integer virtSynchronizationController,

            @JsonPropertyDescription("Verbosity of virt-handler by node. None by default.")
            Map<String, Integer> nodeVerbosity) {
        public LogVerbosity {
            nodeVerbosity = Absent.map(nodeVerbosity);
        }
    }
}
