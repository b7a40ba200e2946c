package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Required;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is deployed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KubeVirtStatus(
        @JsonPropertyDescription("How far the deployment is.") @Nullable
        Phase phase,

        @JsonPropertyDescription("Facts about the deployment: Synchronized, Created, Available, Progressing, Degraded.")
        List<Condition> conditions,

        @JsonPropertyDescription("Version of whoever deployed the components.") @Nullable
        String operatorVersion,

        @JsonPropertyDescription("Registry that is to be used.") @Nullable
        String targetKubeVirtRegistry,

        @JsonPropertyDescription("Version that is to be deployed.") @Nullable
        String targetKubeVirtVersion,

        @JsonPropertyDescription("Configuration that is to be deployed, as JSON text.") @Nullable
        String targetDeploymentConfig,

        @JsonPropertyDescription("Identity of that configuration.") @Nullable
        String targetDeploymentID,

        @JsonPropertyDescription("Registry that is used.") @Nullable
        String observedKubeVirtRegistry,

        @JsonPropertyDescription("Version that is deployed.") @Nullable
        String observedKubeVirtVersion,

        @JsonPropertyDescription("Configuration that is deployed, as JSON text.") @Nullable
        String observedDeploymentConfig,

        @JsonPropertyDescription("Identity of that configuration.") @Nullable
        String observedDeploymentID,

        @JsonPropertyDescription("Guests whose launcher is of an older version.") @Nullable
        Integer outdatedVirtualMachineInstanceWorkloads,

        @JsonPropertyDescription("Generation of the spec that is in force.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Architecture of a guest that names none.") @Nullable
        String defaultArchitecture,

        @JsonPropertyDescription("Generations of the components' objects.")
        List<ObjectGeneration> generations,

        @JsonPropertyDescription("Addresses on which other clusters reach this one for migrations.")
        List<String> synchronizationAddresses)
        implements Serializable {
    public KubeVirtStatus {
        conditions = Absent.list(conditions);
        generations = Absent.list(generations);
        synchronizationAddresses = Absent.list(synchronizationAddresses);
    }

    /** How far a deployment is. */
    public enum Phase implements WireValue {
        DEPLOYING("Deploying"),
        DEPLOYED("Deployed"),
        DELETING("Deleting"),
        DELETED("Deleted"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        Phase(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static Phase parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** Generation of one object as it was deployed. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ObjectGeneration(
            @JsonPropertyDescription("API group of the object.") @Required @Nullable
            String group,

            @JsonPropertyDescription("Resource of the object, in the plural.") @Required @Nullable
            String resource,

            @JsonPropertyDescription("Namespace of the object. None for those of the cluster.") @Nullable
            String namespace,

            @JsonPropertyDescription("Name of the object.") @Required @Nullable
            String name,

            @JsonPropertyDescription("Generation that was last deployed.") @Required @Nullable
            Long lastGeneration,

            @JsonPropertyDescription("Hash of what was deployed. None by default.") @Nullable
            String hash) {}
}
