package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.Answer;
import dev.yadori.virtctl.cluster.Tree;
import dev.yadori.virtctl.cluster.Yaml;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a Service that leads to a guest, or to those of a replica set. */
@Command(name = "expose", description = "Makes a Service that leads to a guest.")
final class ExposeCommand implements Callable<Integer> {

    private static final String SETS = "virtualmachineinstancereplicasets";
    private static final Set<String> REPLICA_SETS = Set.of("vmirs", "vmirss", "virtualmachineinstancereplicaset", SETS);

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Option(names = "--dry-run", arity = "0..1", paramLabel = "BOOL", description = "Only prints the Service.")
    private boolean dryRun;

    @Parameters(index = "0", paramLabel = "vm|vmi|vmirs", description = "What is named.")
    private @Nullable String kind;

    @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
    private @Nullable String name;

    @Override
    public Integer call() {
        String typed = Objects.requireNonNull(kind).toLowerCase(Locale.ROOT);
        boolean many = REPLICA_SETS.contains(typed);
        // Whichever it is, its name goes into a path.
        Target target = new Target(many ? SETS : Target.resource(typed), Objects.requireNonNull(name));
        try (SubresourceClient client = cluster.connect()) {
            boolean known = dryRun && !many && !options.namesNoPort();
            Tree object = known ? new Tree(null) : object(client, target, typed);
            Map<String, Object> selector = many ? labels(object) : GuestService.selector(target.name());
            Tree spec = target.resource().equals(Target.INSTANCES)
                    ? object.at("spec")
                    : object.at("spec", "template", "spec");
            Map<String, Object> service =
                    options.chosen(GuestService.ports(spec)).service(selector);
            if (dryRun) {
                System.out.print(Yaml.write(service));
                return 0;
            }
            String services = "/api/v1/namespaces/" + client.namespace() + "/services";
            var _ = client.server().ask("POST", services, Optional.of(service)).orRefusal();
            System.out.println(
                    "Service %s successfully exposed for %s %s".formatted(options.name(), typed, target.name()));
            return 0;
        }
    }

    private static Tree object(SubresourceClient client, Target target, String typed) {
        Answer found = client.server()
                .get("/apis/kubevirt.io/v1/namespaces/" + client.namespace() + "/" + target.resource() + "/"
                        + target.name());
        if (found.code() == Answer.NOT_FOUND) {
            throw new UnreachableException("there is no " + typed + " " + target.name());
        }
        return found.tree();
    }

    /** Of which a Service can select by values alone. */
    private static Map<String, Object> labels(Tree set) {
        Tree selector = set.at("spec", "selector");
        if (selector.at("matchExpressions").items().findAny().isPresent()) {
            throw new UnreachableException("cannot expose VirtualMachineInstanceReplicaSet with match expressions");
        }
        Map<String, Object> labels = new TreeMap<>();
        selector.at("matchLabels")
                .entries()
                .forEach((label, value) -> labels.put(label, value.text().orElse("")));
        return labels;
    }
}
