package dev.yadori.controller.node;

import dev.yadori.controller.migration.GuestView;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import java.util.List;

/**
 * What is known around one node.
 *
 * @param guests that run there, as their status says
 * @param migrations of the namespaces of these guests
 */
record NodeObserved(List<GuestView> guests, List<VirtualMachineInstanceMigration> migrations, ClusterConfig config) {

    NodeObserved {
        guests = List.copyOf(guests);
        migrations = List.copyOf(migrations);
    }
}
