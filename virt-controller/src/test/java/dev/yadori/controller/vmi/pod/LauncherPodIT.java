package dev.yadori.controller.vmi.pod;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each pod of the golden cases is one that the API server takes, in a namespace that is as strict as can be; but for files of the
 * node, and for what binds memory to its cells.
 */
@ExtendWith(ApiServerExtension.class)
final class LauncherPodIT {

    private static final Path CASES = Path.of("src/test/resources/launcher-pod");

    private final KubernetesClient client;

    LauncherPodIT(KubeApiServer server) {
        this.client = server.admin();
    }

    @BeforeEach
    void makeWhatPodsNeed() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .withLabels(Map.of("pod-security.kubernetes.io/enforce", "restricted"))
                        .endMetadata()
                        .build())
                .serverSideApply();
        client.resource(new PriorityClassBuilder()
                        .withNewMetadata()
                        .withName("high")
                        .endMetadata()
                        .withValue(1)
                        .build())
                .serverSideApply();
        client.resource(new RuntimeClassBuilder()
                        .withNewMetadata()
                        .withName("guests")
                        .endMetadata()
                        .withHandler("guests")
                        .build())
                .serverSideApply();
    }

    @TestFactory
    Stream<DynamicTest> podIsTaken() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> create(folder)))
                    .toList()
                    .stream();
        }
    }

    private void create(Path folder) throws IOException {
        Pod pod = client.getKubernetesSerialization()
                .unmarshal(Files.readString(folder.resolve("out-pod.yaml")), Pod.class);

        ThrowingCallable create = () -> client.resource(pod).dryRun().create();

        switch (folder.getFileName().toString()) {
            case "host-disk" -> assertThatThrownBy(create).hasMessageContaining("restricted volume types");
            case "hugepages-dedicated" ->
                assertThatThrownBy(create).hasMessageContaining("must not include \"SYS_NICE\"");
            default -> assertThatCode(create).doesNotThrowAnyException();
        }
    }
}
