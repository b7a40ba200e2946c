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

/** The configuration of the cluster, one object of it, and what is deployed. */
@Group(KubeVirtNames.GROUP)
@Version(KubeVirtNames.VERSION)
@Plural("kubevirts")
@ShortNames({"kv", "kvs"})
@Categories("all")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(value = "kind", allowGetters = true)
@JsonDeserialize(using = JsonDeserializer.None.class)
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "spec", "status"})
public final class KubeVirt implements HasMetadata, Namespaced {

    private static final long serialVersionUID = 1L;

    private String apiVersion = KubeVirtNames.API_VERSION;

    @JsonPropertyDescription("Labels, annotations and identity of the object.")
    private ObjectMeta metadata = new ObjectMeta();

    @Required
    @JsonPropertyDescription("What the operator of the cluster wants.")
    private @Nullable KubeVirtSpec spec;

    @JsonPropertyDescription("What is observed; only the controller writes it.")
    private @Nullable KubeVirtStatus status;

    public KubeVirt() {}

    /** An object as it is right after its creation, with an empty status. */
    public KubeVirt(ObjectMeta metadata, KubeVirtSpec spec) {
        this(metadata, spec, null);
    }

    public KubeVirt(ObjectMeta metadata, @Nullable KubeVirtSpec spec, @Nullable KubeVirtStatus status) {
        this.metadata = metadata;
        this.spec = spec;
        this.status = status;
    }

    /** The same object with another status. The metadata is shared, as nothing here changes it. */
    public KubeVirt withStatus(@Nullable KubeVirtStatus newStatus) {
        return new KubeVirt(metadata, spec, newStatus);
    }

    /** The same object with another spec. The metadata is shared, as nothing here changes it. */
    public KubeVirt withSpec(KubeVirtSpec newSpec) {
        return new KubeVirt(metadata, newSpec, status);
    }

    public @Nullable KubeVirtSpec getSpec() {
        return spec;
    }

    public void setSpec(@Nullable KubeVirtSpec spec) {
        this.spec = spec;
    }

    public @Nullable KubeVirtStatus getStatus() {
        return status;
    }

    public void setStatus(@Nullable KubeVirtStatus status) {
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
        return other instanceof KubeVirt that
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
        return "KubeVirt " + metadata.getNamespace() + "/" + metadata.getName();
    }
}
