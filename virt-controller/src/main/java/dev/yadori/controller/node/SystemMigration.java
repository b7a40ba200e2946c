package dev.yadori.controller.node;

import dev.yadori.controller.vmi.pod.LauncherNames;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceMigrationSpec.MigrationPriority;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;

/** Migrations that nobody asked for by name. */
final class SystemMigration {

    private SystemMigration() {}

    /**
     * What one is for.
     *
     * @param prefix of its name
     * @param attempt which of several for the same guest, so that the same one is not made twice
     */
    record Purpose(String prefix, String attempt, Map<String, String> annotations, MigrationPriority priority) {}

    static VirtualMachineInstanceMigration of(VirtualMachineInstance guest, Purpose purpose) {
        String name = guest.getMetadata().getName();
        return new VirtualMachineInstanceMigration(
                new ObjectMetaBuilder()
                        .withName(purpose.prefix()
                                + LauncherNames.suffix(guest.getMetadata().getUid() + purpose.attempt()))
                        .withNamespace(guest.getMetadata().getNamespace())
                        .addToLabels(KubeVirtLabels.VMI_NAME, LauncherNames.label(name))
                        .withAnnotations(purpose.annotations())
                        .withFinalizers(KubeVirtNames.MIGRATION_FINALIZER)
                        .build(),
                new VirtualMachineInstanceMigrationSpec(name, Map.of(), null, null, purpose.priority()));
    }
}
