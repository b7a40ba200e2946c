package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.Answer;
import dev.yadori.virtctl.cluster.Yaml;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a Service that leads to one guest. */
@Command(name = "expose", description = "Makes a Service that leads to a guest.")
final class ExposeCommand implements Callable<Integer> {

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Option(names = "--dry-run", description = "Only prints the Service.")
    private boolean dryRun;

    @Parameters(index = "0", paramLabel = "vm|vmi", description = "What is named.")
    private @Nullable String kind;

    @Parameters(index = "1", paramLabel = "NAME", description = "The name of the virtual machine.")
    private @Nullable String name;

    @Override
    public Integer call() {
        Target target = new Target(Target.resource(Objects.requireNonNull(kind)), Objects.requireNonNull(name));
        Map<String, Object> service = options.chosen().service(target.name());
        try (SubresourceClient client = cluster.connect()) {
            if (dryRun) {
                System.out.print(Yaml.write(service));
                return 0;
            }
            requireGuest(client, target);
            String services = "/api/v1/namespaces/" + client.namespace() + "/services";
            var _ = client.server().ask("POST", services, Optional.of(service)).orRefusal();
            System.out.println("Service %s successfully exposed for %s %s"
                    .formatted(options.name(), target.kind(), target.name()));
            return 0;
        }
    }

    private static void requireGuest(SubresourceClient client, Target target) {
        Answer found = client.server()
                .get("/apis/kubevirt.io/v1/namespaces/" + client.namespace() + "/" + target.resource() + "/"
                        + target.name());
        if (found.code() == Answer.NOT_FOUND) {
            throw new UnreachableException("there is no " + target.kind() + " " + target.name());
        }
        var _ = found.orRefusal();
    }
}
