package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.launcher.CardAddresses;
import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Name, labels, annotations and owner of a launcher pod. */
final class PodMetadata {

    /** Of the object alone. */
    private static final Set<String> NOT_COPIED = Set.of(
            KubeVirtAnnotations.LATEST_OBSERVED_API_VERSION,
            KubeVirtAnnotations.STORAGE_OBSERVED_API_VERSION,
            KubeVirtAnnotations.VM_GENERATION,
            KubeVirtAnnotations.EVICTION_SOURCE);

    /** Behind which the guest is, as the handler names it. */
    private static final String PRIMARY_BRIDGE = "k6t-eth0";

    private PodMetadata() {}

    static ObjectMeta of(VirtualMachineInstance vmi, long overheadBytes) {
        ObjectMeta meta = vmi.getMetadata();
        return new ObjectMetaBuilder()
                .withNamespace(meta.getNamespace())
                .withName(LauncherNames.pod(meta.getName(), meta.getUid()))
                .withGenerateName(LauncherNames.generateName(meta.getName()))
                .withLabels(labels(meta))
                .withAnnotations(annotations(vmi, overheadBytes))
                .addNewOwnerReference()
                .withApiVersion(KubeVirtNames.API_VERSION)
                .withKind("VirtualMachineInstance")
                .withName(meta.getName())
                .withUid(meta.getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .build();
    }

    private static Map<String, String> labels(ObjectMeta meta) {
        var labels = copy(meta.getLabels());
        labels.remove(KubeVirtLabels.NODE_NAME);
        labels.remove(KubeVirtLabels.MIGRATION_TARGET_NODE_NAME);
        labels.remove(KubeVirtLabels.OUTDATED_LAUNCHER_IMAGE);
        labels.put(KubeVirtLabels.COMPONENT, KubeVirtLabels.COMPONENT_VALUE_LAUNCHER);
        labels.put(KubeVirtLabels.CREATED_BY, meta.getUid());
        labels.put(KubeVirtLabels.VM_NAME, LauncherNames.label(meta.getName()));
        labels.put(KubeVirtLabels.VMI_ID, LauncherNames.label(meta.getName()));
        return labels;
    }

    private static Map<String, String> annotations(VirtualMachineInstance vmi, long overheadBytes) {
        var annotations = copy(vmi.getMetadata().getAnnotations());
        annotations.keySet().removeIf(key -> NOT_COPIED.contains(key) || key.startsWith("kubectl.kubernetes.io/"));
        annotations.put(KubeVirtAnnotations.DOMAIN, vmi.getMetadata().getName());
        annotations.put(KubeVirtAnnotations.MIGRATION_TRANSPORT_UNIX, "true");
        annotations.put(KubeVirtAnnotations.MEMORY_OVERHEAD_BYTES, Long.toString(overheadBytes));
        annotations.put("kubectl.kubernetes.io/default-container", LauncherPodLayout.COMPUTE_CONTAINER);
        annotations.put("descheduler.alpha.kubernetes.io/request-evict-only", "");
        var spec = CardAddresses.onSecondaryNetworks(
                Objects.requireNonNull(vmi.getSpec(), "spec"), vmi.getMetadata().getUid());
        annotations.putAll(PodNetworks.annotations(vmi.getMetadata().getNamespace(), spec));
        if ("true".equals(annotations.get(KubeVirtAnnotations.ISTIO_INJECT))) {
            annotations.put(KubeVirtAnnotations.ISTIO_INTERFACES, PRIMARY_BRIDGE);
            annotations.put(KubeVirtAnnotations.ISTIO_REROUTE, PRIMARY_BRIDGE);
        }
        return annotations;
    }

    private static SortedMap<String, String> copy(@Nullable Map<String, String> given) {
        return given == null ? new TreeMap<>() : new TreeMap<>(given);
    }
}
