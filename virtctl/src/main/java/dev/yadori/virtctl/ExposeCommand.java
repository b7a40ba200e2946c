package dev.yadori.virtctl;

import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
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
        Service service = options.chosen().service(target.name());
        try (SubresourceClient client = cluster.connect()) {
            if (dryRun) {
                System.out.print(client.client().getKubernetesSerialization().asYaml(service));
                return 0;
            }
            requireGuest(client, target);
            client.client()
                    .services()
                    .inNamespace(client.namespace())
                    .resource(service)
                    .create();
            System.out.println("Service %s successfully exposed for %s %s"
                    .formatted(service.getMetadata().getName(), target.kind(), target.name()));
            return 0;
        } catch (KubernetesClientException e) {
            throw new UnreachableException(SubresourceClient.message(e));
        }
    }

    private static void requireGuest(SubresourceClient client, Target target) {
        var type = target.kind().equals("vm") ? VirtualMachine.class : VirtualMachineInstance.class;
        var found = client.client()
                .resources(type)
                .inNamespace(client.namespace())
                .withName(target.name())
                .get();
        if (found == null) {
            throw new UnreachableException("there is no " + target.kind() + " " + target.name());
        }
    }
}
