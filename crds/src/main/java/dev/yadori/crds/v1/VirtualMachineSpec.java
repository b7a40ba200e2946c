package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user wants of a VirtualMachine; nobody but the user and the start and stop calls writes it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!(has(self.running) && has(self.runStrategy))",
        message = "running and runStrategy exclude each other")
public record VirtualMachineSpec(
        @JsonPropertyDescription(
                "Whether the guest shall run: true means runStrategy Always, false Halted. Deprecated, "
                        + "and exclusive with runStrategy.")
        @Nullable
        Boolean running,

        @JsonPropertyDescription(
                "When the guest runs and after which ends it is started again. Halted if neither this nor"
                        + " running is given.")
        @Nullable
        RunStrategy runStrategy,

        @JsonPropertyDescription(
                "The instance type that gives CPU, memory and devices. Without it the template alone " + "decides.")
        @Nullable
        InstancetypeMatcher instancetype,

        @JsonPropertyDescription("The preference that fills what template and instance type leave open. Without it the "
                + "defaults do.")
        @Nullable
        PreferenceMatcher preference,

        @JsonPropertyDescription("The VirtualMachineInstance that is made at each start.") @Required @Nullable
        VirtualMachineTemplate template,

        @JsonPropertyDescription(
                "DataVolumes that are made for this VirtualMachine and deleted with it. None by default.")
        List<DataVolumeTemplate> dataVolumeTemplates,

        @JsonPropertyDescription("How a changed volume reaches a running guest: replaced at the next start, or by "
                + "migrating its data. Replacement by default.")
        @Nullable
        UpdateVolumesStrategy updateVolumesStrategy)
        implements Serializable {
    public VirtualMachineSpec {
        dataVolumeTemplates = Absent.list(dataVolumeTemplates);
    }

    /** How changed volumes of a running guest are applied. */
    public enum UpdateVolumesStrategy implements WireValue {
        REPLACEMENT("Replacement"),
        MIGRATION("Migration"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        UpdateVolumesStrategy(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static UpdateVolumesStrategy parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** What happens if a volume does not say what to infer. */
    public enum InferFromVolumeFailurePolicy implements WireValue {
        REJECT("Reject"),
        IGNORE("Ignore"),
        UNRECOGNIZED(WireValue.UNRECOGNIZED_TEXT);

        private final String wire;

        InferFromVolumeFailurePolicy(String wire) {
            this.wire = wire;
        }

        @JsonCreator
        public static InferFromVolumeFailurePolicy parse(String wire) {
            return WireValue.parse(values(), wire, UNRECOGNIZED);
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /** Names an instance type, or the volume that names one. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record InstancetypeMatcher(
            @JsonPropertyDescription("Name of the instance type. Needed unless inferFromVolume is given.") @Nullable
            String name,

            @JsonPropertyDescription("Kind of the instance type, in any case: VirtualMachineInstancetype or "
                    + "VirtualMachineClusterInstancetype. The cluster-wide one by default.")
            @Nullable
            String kind,

            @JsonPropertyDescription(
                    "Name of the ControllerRevision that holds the instance type as it was. Filled from "
                            + "status if absent.")
            @Nullable
            String revisionName,

            @JsonPropertyDescription(
                    "Name of the volume whose labels name the instance type. Nothing is inferred if absent.")
            @Nullable
            String inferFromVolume,

            @JsonPropertyDescription(
                    "Whether a volume without such labels refuses the VirtualMachine or is ignored. Reject by"
                            + " default.")
            @Nullable
            InferFromVolumeFailurePolicy inferFromVolumeFailurePolicy) {}

    /** Names a preference, or the volume that names one. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PreferenceMatcher(
            @JsonPropertyDescription("Name of the preference. Needed unless inferFromVolume is given.") @Nullable
            String name,

            @JsonPropertyDescription("Kind of the preference, in any case: VirtualMachinePreference or "
                    + "VirtualMachineClusterPreference. The cluster-wide one by default.")
            @Nullable
            String kind,

            @JsonPropertyDescription(
                    "Name of the ControllerRevision that holds the preference as it was. Filled from status "
                            + "if absent.")
            @Nullable
            String revisionName,

            @JsonPropertyDescription(
                    "Name of the volume whose labels name the preference. Nothing is inferred if absent.")
            @Nullable
            String inferFromVolume,

            @JsonPropertyDescription(
                    "Whether a volume without such labels refuses the VirtualMachine or is ignored. Reject by"
                            + " default.")
            @Nullable
            InferFromVolumeFailurePolicy inferFromVolumeFailurePolicy) {}

    /** The VirtualMachineInstance of a VirtualMachine: its labels, annotations and spec. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record VirtualMachineTemplate(
            @JsonPropertyDescription("Labels and annotations that the VirtualMachineInstance gets. None by default.")
            @PreserveUnknownFields
            @Nullable
            ObjectMeta metadata,

            @JsonPropertyDescription("The guest itself.") @Required @Nullable
            VirtualMachineInstanceSpec spec) {}

    /** A DataVolume of the Containerized Data Importer, whose owner the VirtualMachine becomes. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DataVolumeTemplate(
            @JsonPropertyDescription("API version of the DataVolume. cdi.kubevirt.io/v1beta1 if absent.") @Nullable
            String apiVersion,

            @JsonPropertyDescription("Kind of the object. DataVolume if absent.") @Nullable
            String kind,

            @JsonPropertyDescription("Name, labels and annotations of the DataVolume; the name is needed.")
            @PreserveUnknownFields
            @Nullable
            ObjectMeta metadata,

            @JsonPropertyDescription("Source and storage of the DataVolume, in the form that the importer defines.")
            @Required
            @PreserveUnknownFields
            Map<String, Object> spec,

            @JsonPropertyDescription("Not read; accepted because clients send an empty one.") @PreserveUnknownFields
            Map<String, Object> status) {
        public DataVolumeTemplate {
            spec = Absent.map(spec);
            status = Absent.map(status);
        }
    }
}
