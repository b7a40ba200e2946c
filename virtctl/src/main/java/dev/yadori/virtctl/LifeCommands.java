package dev.yadori.virtctl;

import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.virtctl.cluster.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What changes the life of a virtual machine: one request each. */
final class LifeCommands {

    private static final String NAME = "The name of the virtual machine.";

    private LifeCommands() {}

    @Command(name = "start", description = "Starts a virtual machine.")
    static int start(
            @Mixin ClusterOptions cluster,
            @Mixin Rehearsal rehearsal,
            @Option(names = "--paused", arity = "0..1", paramLabel = "BOOL", description = "Leaves the guest paused.")
                    boolean paused,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return machine(cluster, name, "start", rehearsal.with("paused", paused ? true : null));
    }

    @Command(name = "stop", description = "Stops a virtual machine.")
    static int stop(
            @Mixin ClusterOptions cluster,
            @Mixin Rehearsal rehearsal,
            @Option(names = "--grace-period", description = "Seconds that it has left; with --force.") @Nullable
                    Long grace,
            @Option(
                            names = "--force",
                            arity = "0..1",
                            paramLabel = "BOOL",
                            description = "Does not wait for the guest; with --grace-period.")
                    boolean force,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        requireBoth(force, grace);
        return machine(cluster, name, "stop", rehearsal.with("gracePeriod", grace));
    }

    @Command(name = "restart", description = "Stops a virtual machine and starts it again.")
    static int restart(
            @Mixin ClusterOptions cluster,
            @Mixin Rehearsal rehearsal,
            @Option(names = "--grace-period", description = "Seconds that it has left, only 0; with --force.") @Nullable
                    Long grace,
            @Option(
                            names = "--force",
                            arity = "0..1",
                            paramLabel = "BOOL",
                            description = "Does not wait for the guest; with --grace-period.")
                    boolean force,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        requireBoth(force, grace);
        return machine(cluster, name, "restart", rehearsal.with("gracePeriodSeconds", grace));
    }

    @Command(name = "migrate", description = "Moves a running virtual machine to another node.")
    static int migrate(
            @Mixin ClusterOptions cluster,
            @Mixin Rehearsal rehearsal,
            @Option(
                            names = "--addedNodeSelector",
                            split = ",",
                            description = "Labels KEY=VALUE,... that the node must have.")
                    @Nullable
                    Map<String, String> selector,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return machine(cluster, name, "migrate", rehearsal.with("addedNodeSelector", selector));
    }

    @Command(name = "pause", description = "Lets a guest stand still.")
    static int pause(
            @Mixin ClusterOptions cluster,
            @Mixin Rehearsal rehearsal,
            @Parameters(paramLabel = "vm|vmi", description = "What is named.") String kind,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return instance(cluster, kind, name, "pause", rehearsal);
    }

    @Command(name = "unpause", description = "Lets a paused guest go on.")
    static int unpause(
            @Mixin ClusterOptions cluster,
            @Mixin Rehearsal rehearsal,
            @Parameters(paramLabel = "vm|vmi", description = "What is named.") String kind,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return instance(cluster, kind, name, "unpause", rehearsal);
    }

    @Command(name = "soft-reboot", description = "Asks the guest to start anew.")
    static int softReboot(
            @Mixin ClusterOptions cluster, @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return instance(cluster, "vmi", name, "soft-reboot", new Rehearsal());
    }

    @Command(name = "reset", description = "Starts the guest anew without asking it.")
    static int reset(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return instance(cluster, "vmi", name, "reset", new Rehearsal());
    }

    @Command(name = "migrate-cancel", description = "Takes back that a virtual machine shall move.")
    static int cancelMigration(
            @Mixin ClusterOptions cluster,
            @Mixin Rehearsal rehearsal,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        try (SubresourceClient client = cluster.connect()) {
            String migrations =
                    "/apis/kubevirt.io/v1/namespaces/" + client.namespace() + "/virtualmachineinstancemigrations";
            String guest = new Target(Target.INSTANCES, name).name();
            List<String> underway = client.server()
                    .get(migrations + "?labelSelector=" + KubeVirtLabels.VMI_NAME + "%3D" + guest)
                    .tree()
                    .at("items")
                    .items()
                    .filter(LifeCommands::isUnderway)
                    .map(migration -> migration.word("metadata", "name"))
                    .toList();
            if (underway.isEmpty()) {
                throw new UnreachableException("Found no migration to cancel for " + name);
            }
            Map<String, Object> options = rehearsal.with("", null);
            for (String migration : underway) {
                var _ = client.server()
                        .ask(
                                "DELETE",
                                migrations + "/" + migration,
                                Optional.of(options)
                                        .filter(some -> !some.isEmpty())
                                        .map(Map::copyOf))
                        .orRefusal();
            }
            System.out.println("VM " + name + " was scheduled to migrate-cancel");
            return 0;
        }
    }

    private static boolean isUnderway(Tree migration) {
        return !migration.is("Succeeded", "status", "phase") && !migration.is("Failed", "status", "phase");
    }

    /** That nothing shall be changed. */
    static final class Rehearsal {
        @Option(
                names = "--dry-run",
                arity = "0..1",
                paramLabel = "BOOL",
                description = "Only finds out whether it could be done.")
        private boolean dryRun;

        /** The options of a request: this, and one more unless it is absent. */
        Map<String, Object> with(String option, @Nullable Object value) {
            Map<String, Object> options = new HashMap<>();
            if (dryRun) {
                System.out.println("Dry Run execution");
                options.put("dryRun", List.of("All"));
            }
            if (value != null) {
                options.put(option, value);
            }
            return options;
        }
    }

    private static void requireBoth(boolean force, @Nullable Long grace) {
        if (force != (grace != null)) {
            throw new UnreachableException("Must both use --force=true and set --grace-period.");
        }
    }

    private static int machine(ClusterOptions cluster, String name, String what, Map<String, Object> options) {
        try (SubresourceClient client = cluster.connect()) {
            client.put(new Target(Target.MACHINES, name), what, options);
            System.out.println("VM " + name + " was scheduled to " + what);
            return 0;
        }
    }

    private static int instance(ClusterOptions cluster, String kind, String name, String what, Rehearsal rehearsal) {
        // The instance of a machine has its name.
        var _ = Target.resource(kind);
        try (SubresourceClient client = cluster.connect()) {
            Map<String, Object> options = rehearsal.with("", null);
            client.put(new Target(Target.INSTANCES, name), what.replace("-", ""), options);
            System.out.println("VMI " + name + " was scheduled to " + what);
            return 0;
        }
    }
}
