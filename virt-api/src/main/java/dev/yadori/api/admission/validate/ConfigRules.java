package dev.yadori.api.admission.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.api.admission.Fault;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.admission.SpecReader;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirtSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules for the KubeVirt object, and what of it has no effect. */
public final class ConfigRules {

    /** Paths that something reads. What is below one of them is read as well. */
    private static final Set<String> READ = Set.of(
            "spec.configuration.cpuModel",
            "spec.configuration.cpuRequest",
            "spec.configuration.machineType",
            "spec.configuration.emulatedMachines",
            "spec.configuration.architectureConfiguration.amd64.machineType",
            "spec.configuration.architectureConfiguration.amd64.emulatedMachines",
            "spec.configuration.evictionStrategy",
            "spec.configuration.memBalloonStatsPeriod",
            "spec.configuration.virtualMachineOptions.disableFreePageReporting",
            "spec.configuration.imagePullPolicy",
            "spec.configuration.additionalGuestMemoryOverheadRatio",
            "spec.configuration.defaultRuntimeClass",
            "spec.configuration.migrations.parallelOutboundMigrationsPerNode",
            "spec.configuration.migrations.parallelMigrationsPerCluster",
            "spec.configuration.migrations.bandwidthPerMigration",
            "spec.configuration.migrations.completionTimeoutPerGiB",
            "spec.configuration.migrations.completionTimeout",
            "spec.configuration.migrations.progressTimeout",
            "spec.configuration.migrations.maxDowntimeMs",
            "spec.configuration.migrations.allowAutoConverge",
            "spec.configuration.migrations.allowWorkloadDisruption",
            "spec.configuration.migrations.nodeDrainTaintKey",
            "spec.workloadUpdateStrategy",
            "spec.certificateRotateStrategy",
            "spec.infra.replicas",
            "spec.infra.nodePlacement",
            "spec.workloads.nodePlacement",
            "spec.configuration.network.defaultNetworkInterface",
            "spec.configuration.network.permitBridgeInterfaceOnPodNetwork",
            "spec.configuration.developerConfiguration.featureGates",
            "spec.configuration.developerConfiguration.disabledFeatureGates",
            "spec.configuration.developerConfiguration.useEmulation",
            "spec.configuration.developerConfiguration.cpuAllocationRatio",
            "spec.configuration.developerConfiguration.memoryOvercommit",
            "spec.configuration.developerConfiguration.logVerbosity.virtAPI",
            "spec.configuration.developerConfiguration.logVerbosity.virtController",
            "spec.configuration.developerConfiguration.logVerbosity.virtHandler",
            "spec.configuration.developerConfiguration.nodeSelectors");

    private static final String POST_COPY = "spec.configuration.migrations.allowPostCopy";

    private ConfigRules() {}

    /** Settings that cannot be followed. */
    public static List<Fault> check(JsonNode spec) {
        Faults faults = new Faults();
        switch (SpecReader.read(spec, KubeVirtSpec.class, FieldPath.SPEC)) {
            case SpecReader.Reading.Bad<KubeVirtSpec>(Fault fault) -> faults.addAll(List.of(fault));
            case SpecReader.Reading.Good<KubeVirtSpec>(KubeVirtSpec read) ->
                ClusterConfig.from(read)
                        .violations()
                        .forEach(found -> faults.invalid(new FieldPath(found.field()), found.message()));
        }
        return faults.list();
    }

    /** A sentence for each setting that this version does not use. */
    public static List<String> unused(JsonNode spec) {
        List<String> warnings = new ArrayList<>();
        unused(spec, "spec", warnings);
        return warnings;
    }

    /** What somebody gets who allows post-copy, or nothing. */
    public static Optional<String> postCopy(JsonNode allowed, FieldPath field) {
        return allowed.asBoolean()
                ? Optional.of(field + ": post-copy is not supported yet; a guest that takes too long is paused instead,"
                        + " unless allowWorkloadDisruption is false")
                : Optional.empty();
    }

    private static void unused(JsonNode node, String path, List<String> warnings) {
        if (READ.contains(path)) {
            return;
        }
        if (path.equals(POST_COPY)) {
            postCopy(node, new FieldPath(path)).ifPresent(warnings::add);
            return;
        }
        boolean leads = READ.stream().anyMatch(read -> read.startsWith(path + "."));
        if (leads && node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                unused(entry.getValue(), path + "." + entry.getKey(), warnings);
            }
        } else if (!node.isNull() && !(node.isContainerNode() && node.isEmpty())) {
            warnings.add(path + ": has no effect in this version");
        }
    }
}
