package dev.yadori.crds.migrations;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Terms for the migrations of some guests, in place of those of the cluster. Of the whole cluster, without a namespace. */
@Group(MigrationPolicy.GROUP)
@Version(MigrationPolicy.VERSION)
@Plural("migrationpolicies")
@Categories("all")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(value = "kind", allowGetters = true)
@JsonDeserialize(using = JsonDeserializer.None.class)
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "spec", "status"})
public final class MigrationPolicy implements HasMetadata {

    public static final String GROUP = "migrations.kubevirt.io";
    public static final String VERSION = "v1alpha1";

    private static final long serialVersionUID = 1L;

    private String apiVersion = GROUP + "/" + VERSION;

    @JsonPropertyDescription("Labels, annotations and identity of the object.")
    private ObjectMeta metadata = new ObjectMeta();

    @Required
    @JsonPropertyDescription("Which guests, and what for them.")
    private @Nullable MigrationPolicySpec spec;

    public MigrationPolicy() {}

    public MigrationPolicy(ObjectMeta metadata, MigrationPolicySpec spec) {
        this.metadata = metadata;
        this.spec = spec;
    }

    public @Nullable MigrationPolicySpec getSpec() {
        return spec;
    }

    public void setSpec(@Nullable MigrationPolicySpec spec) {
        this.spec = spec;
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
        return other instanceof MigrationPolicy that
                && apiVersion.equals(that.apiVersion)
                && Objects.equals(metadata, that.metadata)
                && Objects.equals(spec, that.spec);
    }

    @Override
    public int hashCode() {
        return Objects.hash(apiVersion, metadata, spec);
    }

    @Override
    public String toString() {
        return "MigrationPolicy " + metadata.getName();
    }
}
