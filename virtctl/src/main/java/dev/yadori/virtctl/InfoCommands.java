package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.Json;
import dev.yadori.virtctl.cluster.Tree;
import dev.yadori.virtctl.why.CircumstancesReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a guest and the system say of themselves, as JSON. */
final class InfoCommands {

    private static final String NAME = "The name of the virtual machine.";

    private InfoCommands() {}

    @Command(name = "guestosinfo", description = "Shows what the guest's agent says of its system.")
    static int system(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return show(cluster, name, "guestosinfo");
    }

    @Command(name = "userlist", description = "Shows who is logged in to the guest.")
    static int users(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return show(cluster, name, "userlist");
    }

    @Command(name = "fslist", description = "Shows the file systems of the guest.")
    static int filesystems(
            @Mixin ClusterOptions cluster, @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return show(cluster, name, "filesystemlist");
    }

    @Command(name = "objectgraph", description = "Shows what a virtual machine depends on.")
    static int graph(
            @Mixin ClusterOptions cluster,
            @Option(names = "--vmi", arity = "0..1", description = "Asks its instance instead.") boolean instance,
            @Option(names = "--exclude-optional", arity = "0..1", description = "Leaves out what it can do without.")
                    boolean needed,
            @Option(names = "--selector", split = ",", description = "Labels KEY=VALUE,... that objects must have.")
                    @Nullable
                    Map<String, String> labels,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        Map<String, Object> options = new LinkedHashMap<>(Map.of("includeOptionalNodes", !needed));
        if (labels != null) {
            options.put("labelSelector", Map.of("matchLabels", labels));
        }
        try (SubresourceClient client = cluster.connect()) {
            Target target = new Target(instance ? Target.INSTANCES : Target.MACHINES, name);
            return print(client.get(target, "objectgraph", options));
        }
    }

    @Command(
            name = "version",
            description = "Shows the version of this program, and of the API that the cluster serves.")
    static int version(
            @Mixin ClusterOptions cluster,
            @Option(
                            names = {"-c", "--client"},
                            arity = "0..1",
                            paramLabel = "BOOL",
                            description = "Only that of this program; asks no cluster.")
                    boolean clientOnly) {
        System.out.println("Client Version: " + Version.ofClient());
        if (clientOnly) {
            return 0;
        }
        try (SubresourceClient client = cluster.connect()) {
            System.out.println("Server Version: " + Version.written(client.document("version")));
            return 0;
        }
    }

    @Command(name = "why", description = "Says in one sentence why a virtual machine does not run.")
    static int why(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "NAME", description = NAME) String name) {
        String machine = Target.parse(name).name();
        try (SubresourceClient client = cluster.connect()) {
            System.out.println(new CircumstancesReader(client.server(), client.namespace())
                    .explain(machine)
                    .orElseThrow(() -> new UnreachableException("there is no virtual machine " + machine)));
            return 0;
        }
    }

    @Command(name = "options", description = "Shows the flags that each command takes.")
    static int options() {
        System.out.println("Each command takes these, before it and behind it:");
        System.out.print(new CommandLine(ClusterOptions.alone()).getHelp().optionList());
        return 0;
    }

    private static int show(ClusterOptions cluster, String name, String what) {
        try (SubresourceClient client = cluster.connect()) {
            return print(client.get(new Target(Target.INSTANCES, name), what));
        }
    }

    private static int print(Tree said) {
        System.out.println(Json.indented(Objects.requireNonNull(said.value())));
        return 0;
    }
}
