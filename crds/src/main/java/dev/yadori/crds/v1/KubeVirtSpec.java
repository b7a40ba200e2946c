package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Toleration;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the operator of the cluster has chosen. Admission warns of each field that this version does not use. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KubeVirtSpec(
        @JsonPropertyDescription("How guests are defaulted, limited and placed. Defaults for all of it if absent.")
        @Nullable
        KubeVirtConfiguration configuration,

        @JsonPropertyDescription("Registry of the components' images. That of the manifests if absent.") @Nullable
        String imageRegistry,

        @JsonPropertyDescription("Tag of the components' images. That of the manifests if absent.") @Nullable
        String imageTag,

        @JsonPropertyDescription("Always, Never or IfNotPresent, for the components' images. IfNotPresent if absent.")
        @Nullable
        String imagePullPolicy,

        @JsonPropertyDescription("Secrets for the registry of the components. None by default.")
        List<LocalObjectReference> imagePullSecrets,

        @JsonPropertyDescription("Namespace of the monitoring stack. None by default.") @Nullable
        String monitorNamespace,

        @JsonPropertyDescription("ServiceAccount of the monitoring stack. None by default.") @Nullable
        String monitorAccount,

        @JsonPropertyDescription("Namespace of the ServiceMonitor. That of the components if absent.") @Nullable
        String serviceMonitorNamespace,

        @JsonPropertyDescription("How running guests get a new launcher. They keep theirs by default.") @Nullable
        WorkloadUpdateStrategy workloadUpdateStrategy,

        @JsonPropertyDescription("RemoveWorkloads or BlockUninstallIfWorkloadsExist. RemoveWorkloads if absent.")
        @Nullable
        String uninstallStrategy,

        @JsonPropertyDescription("How long certificates live. A year for the authority, 30 days for others, if absent.")
        @Nullable
        CertificateRotateStrategy certificateRotateStrategy,

        @JsonPropertyDescription("Label app.kubernetes.io/version of the components. None by default.") @Nullable
        String productVersion,

        @JsonPropertyDescription("Label app.kubernetes.io/part-of of the components. None by default.") @Nullable
        String productName,

        @JsonPropertyDescription("Label app.kubernetes.io/component of the components. None by default.") @Nullable
        String productComponent,

        @JsonPropertyDescription("Port on which clusters exchange the state of migrations. 9185 if absent.") @Nullable
        String synchronizationPort,

        @JsonPropertyDescription("Placement and number of the cluster-wide components.") @Nullable
        ComponentConfig infra,

        @JsonPropertyDescription("Placement of the components on nodes that run guests.") @Nullable
        ComponentConfig workloads,

        @JsonPropertyDescription("Changes to the components' manifests. None by default.") @Nullable
        CustomizeComponents customizeComponents)
        implements Serializable {
    public KubeVirtSpec {
        imagePullSecrets = Absent.list(imagePullSecrets);
    }

    /** An empty specification: every choice is left to the defaults. */
    public static KubeVirtSpec empty() {
        return new KubeVirtSpec(
                null, null, null, null, List.of(), null, null, null, null, null, null, null, null, null, null, null,
                null, null);
    }

    /** The same specification with another configuration. */
    public KubeVirtSpec withConfiguration(KubeVirtConfiguration changed) {
        return new KubeVirtSpec(
                changed,
                imageRegistry,
                imageTag,
                imagePullPolicy,
                imagePullSecrets,
                monitorNamespace,
                monitorAccount,
                serviceMonitorNamespace,
                workloadUpdateStrategy,
                uninstallStrategy,
                certificateRotateStrategy,
                productVersion,
                productName,
                productComponent,
                synchronizationPort,
                infra,
                workloads,
                customizeComponents);
    }

    /** How running guests get a new launcher. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record WorkloadUpdateStrategy(
            @JsonPropertyDescription("LiveMigrate and Evict, tried in this order. None by default.")
            List<String> workloadUpdateMethods,

            @JsonPropertyDescription("Evictions at once. 10 if absent.") @Min(0) @Nullable
            Integer batchEvictionSize,

            @JsonPropertyDescription("Time between batches, such as 1m0s. One minute if absent.") @Nullable
            String batchEvictionInterval) {
        public WorkloadUpdateStrategy {
            workloadUpdateMethods = Absent.list(workloadUpdateMethods);
        }
    }

    /** How certificates are made and renewed. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CertificateRotateStrategy(
            @JsonPropertyDescription("Certificates of an authority of our own.") @Nullable
            SelfSigned selfSigned) {}

    /** Certificates of an authority of our own; durations such as 24h0m0s. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SelfSigned(
            @JsonPropertyDescription("Life of the authority.") @Nullable
            CertificateLife ca,

            @JsonPropertyDescription("Life of the components' certificates.") @Nullable
            CertificateLife server,

            @JsonPropertyDescription("Deprecated: life of the authority; ca.duration is used now.") @Nullable
            String caRotateInterval,

            @JsonPropertyDescription("Deprecated: life of certificates; server.duration is used now.") @Nullable
            String certRotateInterval,

            @JsonPropertyDescription("Deprecated: overlap of two authorities; ca.renewBefore is used now.") @Nullable
            String caOverlapInterval) {}

    /** Life of a certificate. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CertificateLife(
            @JsonPropertyDescription("Time from issue to end.") @Nullable
            String duration,

            @JsonPropertyDescription("Time before the end at which the next one is issued.") @Nullable
            String renewBefore) {}

    /** Placement and number of components. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ComponentConfig(
            @JsonPropertyDescription("Rules for the choice of nodes. None by default.") @Nullable
            NodePlacement nodePlacement,

            @JsonPropertyDescription("Replicas of each Deployment. 2 if absent.") @Min(0) @Max(255) @Nullable
            Integer replicas) {}

    /** Rules for the choice of nodes. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record NodePlacement(
            @JsonPropertyDescription("Labels that a node must have. Any node by default.")
            Map<String, String> nodeSelector,

            @JsonPropertyDescription("Rules of attraction to nodes and pods. None by default.") @Nullable
            Affinity affinity,

            @JsonPropertyDescription("Taints that do not keep the components away. None by default.")
            List<Toleration> tolerations) {
        public NodePlacement {
            nodeSelector = Absent.map(nodeSelector);
            tolerations = Absent.list(tolerations);
        }
    }

    /** Changes to the components' manifests. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CustomizeComponents(
            @JsonPropertyDescription("Patches, in their order. None by default.")
            List<ComponentPatch> patches,

            @JsonPropertyDescription("Command line flags. None by default.") @Nullable
            ComponentFlags flags) {
        public CustomizeComponents {
            patches = Absent.list(patches);
        }
    }

    /** A patch of one component. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ComponentPatch(
            @JsonPropertyDescription("Name of the object.") @Nullable
            String resourceName,

            @JsonPropertyDescription("Kind of the object.") @Nullable
            String resourceType,

            @JsonPropertyDescription("The patch, as JSON text.") @Nullable
            String patch,

            @JsonPropertyDescription("json, merge or strategic.") @Nullable
            String type) {}

    /** Command line flags by component. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ComponentFlags(
            @JsonPropertyDescription("Flags of virt-api. None by default.")
            Map<String, String> api,

            @JsonPropertyDescription("Flags of virt-controller. None by default.")
            Map<String, String> controller,

            @JsonPropertyDescription("Flags of virt-handler. None by default.")
            Map<String, String> handler) {
        public ComponentFlags {
            api = Absent.map(api);
            controller = Absent.map(controller);
            handler = Absent.map(handler);
        }
    }
}
