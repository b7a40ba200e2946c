package dev.yadori.controller.node;

import dev.yadori.controller.migration.GuestView;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import java.util.List;
import java.util.Map;

/**
 * What is known around one node.
 *
 * @param guests that run there, as their status says
 * @param migrations of the namespaces of these guests
 * @param updates the migrations of the whole cluster that bring guests a new launcher
 * @param launcherImage that new guests get
 * @param evictions the guests that may be evicted for a new launcher
 */
record NodeObserved(
        List<GuestView> guests,
        List<VirtualMachineInstanceMigration> migrations,
        List<VirtualMachineInstanceMigration> updates,
        ClusterConfig config,
        String launcherImage,
        EvictionWindow.Share evictions) {

    NodeObserved {
        guests = List.copyOf(guests);
        migrations = List.copyOf(migrations);
        updates = List.copyOf(updates);
    }

    NodeObserved withEvictions(EvictionWindow.Share share) {
        return new NodeObserved(guests, migrations, updates, config, launcherImage, share);
    }

    static boolean isUpdate(VirtualMachineInstanceMigration migration) {
        Map<String, String> annotations = migration.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(KubeVirtAnnotations.WORKLOAD_UPDATE_MIGRATION);
    }
}
