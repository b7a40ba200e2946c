package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of a guest, in one launcher pod at a time. */
@Group(KubeVirtNames.GROUP)
@Version(KubeVirtNames.VERSION)
@Plural("virtualmachineinstances")
@ShortNames({"vmi", "vmis"})
@Categories("all")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "IP",
        jsonPath = ".status.interfaces[0].ipAddress",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "NodeName", jsonPath = ".status.nodeName", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type=='Ready')].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Live-Migratable",
        jsonPath = ".status.conditions[?(@.type=='LiveMigratable')].status",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Paused",
        jsonPath = ".status.conditions[?(@.type=='Paused')].status",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(value = "kind", allowGetters = true)
@JsonDeserialize(using = JsonDeserializer.None.class)
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "spec", "status"})
public final class VirtualMachineInstance implements HasMetadata, Namespaced {

    private static final long serialVersionUID = 1L;

    private String apiVersion = KubeVirtNames.API_VERSION;

    @JsonPropertyDescription("Labels, annotations and identity of the object.")
    private ObjectMeta metadata = new ObjectMeta();

    @Required
    @JsonPropertyDescription("The guest and the pod around it.")
    private @Nullable VirtualMachineInstanceSpec spec;

    @JsonPropertyDescription("What is observed; only controller and handler write it.")
    private @Nullable VirtualMachineInstanceStatus status;

    public VirtualMachineInstance() {}

    /** An object as it is right after its creation, with an empty status. */
    public VirtualMachineInstance(ObjectMeta metadata, VirtualMachineInstanceSpec spec) {
        this(metadata, spec, null);
    }

    public VirtualMachineInstance(
            ObjectMeta metadata,
            @Nullable VirtualMachineInstanceSpec spec,
            @Nullable VirtualMachineInstanceStatus status) {
        this.metadata = metadata;
        this.spec = spec;
        this.status = status;
    }

    /** The same object with another status. The metadata is shared, as nothing here changes it. */
    public VirtualMachineInstance withStatus(@Nullable VirtualMachineInstanceStatus newStatus) {
        return new VirtualMachineInstance(metadata, spec, newStatus);
    }

    /** The same object with another spec. The metadata is shared, as nothing here changes it. */
    public VirtualMachineInstance withSpec(VirtualMachineInstanceSpec newSpec) {
        return new VirtualMachineInstance(metadata, newSpec, status);
    }

    public @Nullable VirtualMachineInstanceSpec getSpec() {
        return spec;
    }

    public void setSpec(@Nullable VirtualMachineInstanceSpec spec) {
        this.spec = spec;
    }

    public @Nullable VirtualMachineInstanceStatus getStatus() {
        return status;
    }

    public void setStatus(@Nullable VirtualMachineInstanceStatus status) {
        this.status = status;
    }

    @Override
    public ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    public void setMetadata(ObjectMeta metadata) {
        this.metadata = metadata;
    }

    @Override
    public String getApiVersion() {
        return apiVersion;
    }

    @Override
    public void setApiVersion(String version) {
        this.apiVersion = version;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VirtualMachineInstance that
                && apiVersion.equals(that.apiVersion)
                && Objects.equals(metadata, that.metadata)
                && Objects.equals(spec, that.spec)
                && Objects.equals(status, that.status);
    }

    @Override
    public int hashCode() {
        return Objects.hash(apiVersion, metadata, spec, status);
    }

    @Override
    public String toString() {
        return "VirtualMachineInstance " + metadata.getNamespace() + "/" + metadata.getName();
    }
}
