package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.placement.GuestNeeds;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The launcher pod that a guest moves to: like its own, on another node whose CPU and machine are good for a guest that was
 * started where it was.
 *
 * @param launcher the pod as a new guest would have it
 * @param sourceLabels of the node that the guest runs on
 * @param sourceSelector of the pod that it runs in
 */
public record TargetPod(
        VirtualMachineInstance vmi,
        VirtualMachineInstanceMigration migration,
        ClusterConfig config,
        Pod launcher,
        Map<String, String> sourceLabels,
        Map<String, String> sourceSelector) {

    /** The one name that the pod of this migration can have. */
    public static String name(VirtualMachineInstanceMigration migration, String vmiName) {
        return LauncherNames.pod(vmiName, migration.getMetadata().getUid());
    }

    public Pod build() {
        String guest = vmi.getMetadata().getUid();
        return new PodBuilder(launcher)
                .editMetadata()
                .withName(name(migration, vmi.getMetadata().getName()))
                .addToLabels(
                        KubeVirtLabels.MIGRATION_JOB_UID,
                        migration.getMetadata().getUid())
                .addToAnnotations(
                        KubeVirtAnnotations.MIGRATION_JOB_NAME,
                        migration.getMetadata().getName())
                .endMetadata()
                .editSpec()
                .addToNodeSelector(selectors())
                .editOrNewAffinity()
                .editOrNewPodAntiAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNewLabelSelector()
                .addToMatchLabels(KubeVirtLabels.CREATED_BY, guest)
                .endLabelSelector()
                .withTopologyKey("kubernetes.io/hostname")
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .endAffinity()
                .endSpec()
                .build();
    }

    private Map<String, String> selectors() {
        var selectors = new TreeMap<>(new GuestNeeds(vmi, config, sourceLabels, sourceSelector).nodeSelector());
        Optional.ofNullable(migration.getSpec()).ifPresent(spec -> selectors.putAll(spec.addedNodeSelector()));
        return selectors;
    }
}
