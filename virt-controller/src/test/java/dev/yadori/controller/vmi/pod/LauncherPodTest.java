package dev.yadori.controller.vmi.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.config.ClusterConfig.PodRules;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder of launcher-pod/ a case: in-vmi.yaml, in-cluster.yaml where the case needs another cluster than the default,
 * and out-pod.yaml. With -Dgolden.update=true the last is written anew, to be read before it is committed.
 */
final class LauncherPodTest {

    private static final Path CASES = Path.of("src/test/resources/launcher-pod");
    private static final String IMAGE = "registry.example/virt-launcher:v1";
    private static final KubernetesSerialization YAML = new KubernetesSerialization(
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true), true);

    /** What a case says of its cluster. */
    record Cluster(
            boolean useEmulation,
            @Nullable Integer cpuAllocationRatio,
            @Nullable Integer memoryOvercommitPercent,
            @Nullable Double overheadRatio,
            @Nullable Map<String, String> nodeSelectors,
            @Nullable String runtimeClass,
            @Nullable Boolean imageVolumes,
            @Nullable List<String> blockClaims,
            @Nullable Map<String, String> networkResources) {

        ClusterConfig config() {
            PodRules rules = ClusterConfig.DEFAULT.podRules();
            var config = new ClusterConfig(
                    ClusterConfig.DEFAULT.guestDefaults(),
                    new PodRules(
                            rules.imagePullPolicy(),
                            rules.cpuRequestMillis(),
                            Objects.requireNonNullElse(cpuAllocationRatio, rules.cpuAllocationRatio()),
                            Objects.requireNonNullElse(memoryOvercommitPercent, rules.memoryOvercommitPercent()),
                            Objects.requireNonNullElse(overheadRatio, rules.overheadRatio()),
                            Objects.requireNonNullElse(nodeSelectors, rules.nodeSelectors()),
                            Optional.ofNullable(runtimeClass)),
                    ClusterConfig.DEFAULT.networking(),
                    useEmulation,
                    ClusterConfig.DEFAULT.gates());
            return Boolean.FALSE.equals(imageVolumes) ? config.without(ClusterConfig.IMAGE_VOLUME) : config;
        }

        NetworkResources networks() {
            return new NetworkResources(Objects.requireNonNullElse(networkResources, Map.of()));
        }

        Map<String, ClaimMode> claims() {
            return Objects.requireNonNullElse(blockClaims, List.<String>of()).stream()
                    .collect(Collectors.toMap(claim -> claim, _ -> ClaimMode.BLOCK));
        }
    }

    @TestFactory
    Stream<DynamicTest> podIsAsItWas() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders
                    .sorted()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)))
                    .toList()
                    .stream();
        }
    }

    private static void check(Path folder) throws IOException {
        var vmi = YAML.unmarshal(Files.readString(folder.resolve("in-vmi.yaml")), VirtualMachineInstance.class);
        Path clusterFile = folder.resolve("in-cluster.yaml");
        String cluster = Files.exists(clusterFile) ? Files.readString(clusterFile) : "useEmulation: false";
        Cluster given = YAML.unmarshal(cluster, Cluster.class);

        String pod = YAML.asYaml(LauncherPod.of(vmi, given.config(), IMAGE, given.claims(), given.networks()));

        Path expected = folder.resolve("out-pod.yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, pod);
        }
        assertThat(pod).isEqualTo(Files.readString(expected));
    }
}
