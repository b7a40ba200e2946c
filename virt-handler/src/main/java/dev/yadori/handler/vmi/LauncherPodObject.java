package dev.yadori.handler.vmi;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A launcher pod with that of it which is looked at here. To know a whole pod takes five hundred classes, which every node
 * would hold in memory. Only read, never written.
 */
@Group("")
@Version("v1")
@Kind("Pod")
@Plural("pods")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(using = JsonDeserializer.None.class)
public final class LauncherPodObject implements HasMetadata, Namespaced {
    private static final long serialVersionUID = 1L;

    private String apiVersion = "v1";
    private ObjectMeta metadata = new ObjectMeta();
    private Spec spec = new Spec(List.of());
    private @Nullable Status status;

    public LauncherPodObject() {}

    LauncherPodObject(ObjectMeta metadata, Spec spec, Status status) {
        this.metadata = metadata;
        this.spec = spec;
        this.status = status;
    }

    /** What it is made of. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Spec(List<Named> initContainers) implements Serializable {
        public Spec {
            initContainers = known(initContainers);
        }
    }

    /** One of its parts. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Named(String name) implements Serializable {}

    /** What the kubelet says of it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Status(
            List<Condition> conditions, List<Container> initContainerStatuses, List<Container> containerStatuses)
            implements Serializable {
        public Status {
            conditions = known(conditions);
            initContainerStatuses = known(initContainerStatuses);
            containerStatuses = known(containerStatuses);
        }
    }

    private static <T> List<T> known(@Nullable List<T> read) {
        return read == null ? List.of() : List.copyOf(read);
    }

    /** One of its conditions. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Condition(
            String type,
            String status,
            @Nullable String reason,
            @Nullable String message) implements Serializable {}

    /** One of its containers. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Container(
            String name,
            @Nullable String containerID,
            @Nullable State state) implements Serializable {}

    /** What a container does; neither is there before it does anything. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record State(@Nullable Running running, @Nullable Terminated terminated) implements Serializable {}

    /** A container runs. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Running(@Nullable String startedAt) implements Serializable {}

    /** How a container ended. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Terminated(int exitCode, @Nullable String reason) implements Serializable {}

    public Spec getSpec() {
        return spec;
    }

    public void setSpec(Spec spec) {
        this.spec = spec;
    }

    public @Nullable Status getStatus() {
        return status;
    }

    public void setStatus(@Nullable Status status) {
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
        apiVersion = version;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LauncherPodObject that
                && Objects.equals(metadata, that.metadata)
                && Objects.equals(spec, that.spec)
                && Objects.equals(status, that.status);
    }

    @Override
    public int hashCode() {
        return Objects.hash(metadata, spec, status);
    }

    @Override
    public String toString() {
        return "Pod " + metadata.getNamespace() + "/" + metadata.getName();
    }
}
