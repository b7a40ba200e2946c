package dev.yadori.e2e.support;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps what a namespace looked like when a test failed: events, objects and logs, one file each. */
final class FailureArtifacts {
    private final KubernetesClient client;
    private final String namespace;
    private final Path folder;

    private FailureArtifacts(KubernetesClient client, String namespace, Path folder) {
        this.client = client;
        this.namespace = namespace;
        this.folder = folder;
    }

    static void keep(KubernetesClient client, String namespace, ExtensionContext context) {
        var method = context.getTestMethod().map(m -> m.getName()).orElse("beforeAll");
        var folder =
                Path.of("target", "artifacts", context.getRequiredTestClass().getSimpleName(), method);
        try {
            Files.createDirectories(folder);
            var artifacts = new FailureArtifacts(client, namespace, folder);
            artifacts.keep();
            artifacts.keepSystem();
            System.err.println("What was in the namespace " + namespace + ": " + folder.toAbsolutePath());
        } catch (IOException | UncheckedIOException | KubernetesClientException e) {
            // The failure of the test is what has to be reported; this one only explains why the folder is not
            // complete.
            System.err.println("Could not keep all of the namespace " + namespace + ": " + e);
        }
    }

    private void keep() {
        var pods = client.pods().inNamespace(namespace).list().getItems();
        write("events.txt", events());
        write("pods.yaml", yaml(pods));
        write(
                "claims.yaml",
                yaml(client.persistentVolumeClaims()
                        .inNamespace(namespace)
                        .list()
                        .getItems()));
        write(
                "services.yaml",
                yaml(client.services().inNamespace(namespace).list().getItems()));
        for (String kind : List.of("VirtualMachine", "VirtualMachineInstance", "VirtualMachineInstanceMigration")) {
            write(kind + ".yaml", guests(kind));
        }
        for (Pod pod : pods) {
            if (pod.getMetadata().getLabels().containsKey("kubevirt.io")) {
                write(pod.getMetadata().getName() + ".guest.txt", guest(pod));
            }
            for (Container container : pod.getSpec().getContainers()) {
                var name = pod.getMetadata().getName();
                write(name + "." + container.getName() + ".log", log(namespace, name, container.getName()));
            }
        }
    }

    /** Our own objects, where the cluster has such kinds. */
    private String guests(String kind) {
        try {
            return yaml(client.genericKubernetesResources("kubevirt.io/v1", kind)
                    .inNamespace(namespace)
                    .list()
                    .getItems());
        } catch (KubernetesClientException e) {
            return "none: " + e.getMessage() + "\n";
        }
    }

    /** The domain of a launcher pod, and the end of its serial console and of the emulator's log. */
    private String guest(Pod pod) {
        var look = """
                virsh list --all; virsh dumpxml 1
                for f in /var/run/kubevirt-private/*/virt-serial0-log /run/yadori/cache/libvirt/qemu/log/*.log; do tail -c 20000 "$f"; done
                """;
        try {
            var result = new TestPod(client.pods().resource(pod)).exec("sh", "-c", look);
            return result.output() + result.error();
        } catch (KubernetesClientException | IllegalStateException e) {
            return "the pod does not tell: " + e.getMessage() + "\n";
        }
    }

    private void keepSystem() {
        var system = "yadori";
        for (Pod pod : client.pods().inNamespace(system).list().getItems()) {
            for (Container container : pod.getSpec().getContainers()) {
                var name = pod.getMetadata().getName();
                write("system." + name + ".log", log(system, name, container.getName()));
            }
        }
    }

    private String events() {
        Stream<Event> events = client.v1().events().inNamespace(namespace).list().getItems().stream();
        return events.map(FailureArtifacts::line).sorted().collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(Event event) {
        var about = event.getInvolvedObject();
        return String.join(
                " ",
                event.getMetadata().getCreationTimestamp(),
                event.getType(),
                about.getKind() + "/" + about.getName(),
                event.getReason() + ":",
                event.getMessage());
    }

    private String yaml(List<? extends HasMetadata> objects) {
        // Who set which field is longer than all the rest, and has never explained a failure.
        objects.forEach(object -> object.getMetadata().setManagedFields(List.of()));
        return objects.stream().map(client.getKubernetesSerialization()::asYaml).collect(Collectors.joining("\n"));
    }

    private String log(String in, String pod, String container) {
        try {
            return client.pods()
                    .inNamespace(in)
                    .withName(pod)
                    .inContainer(container)
                    .getLog();
        } catch (KubernetesClientException e) {
            return "no log: " + e.getMessage() + "\n";
        }
    }

    private void write(String file, String content) {
        try {
            Files.writeString(folder.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
