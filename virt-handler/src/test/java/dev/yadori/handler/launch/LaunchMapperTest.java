package dev.yadori.handler.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder a case under {@code launch/}: in-vmi.yaml, in-facts.yaml, optionally in-config.yaml, and either
 * out-launch.txtpb or out-errors.txt. After a wanted change, run with -Dyadori.golden.write=true and read the diff.
 */
class LaunchMapperTest {
    private static final Path CASES = Path.of("src/test/resources/launch");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    /** The settings of a cluster that a mapping looks at. */
    record Config(
            boolean useEmulation,
            boolean masqueradeByDefault,
            int balloonPeriodSeconds,
            @Nullable Set<String> gates) {
        ClusterConfig toClusterConfig() {
            var normal = ClusterConfig.DEFAULT;
            var guests = normal.guestDefaults();
            return new ClusterConfig(
                    new ClusterConfig.GuestDefaults(
                            guests.machineType(),
                            guests.cpuModel(),
                            guests.evictionStrategy(),
                            guests.emulatedMachines(),
                            balloonPeriodSeconds,
                            guests.freePageReporting()),
                    normal.podRules(),
                    new ClusterConfig.Networking(
                            masqueradeByDefault ? ClusterConfig.Binding.MASQUERADE : ClusterConfig.Binding.BRIDGE,
                            true),
                    useEmulation,
                    Objects.requireNonNullElse(gates, normal.gates()));
        }
    }

    @TestFactory
    Stream<DynamicTest> mapsEachCase() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
        }
    }

    private static void check(Path folder) {
        var mapping = LaunchMapper.map(
                YAML.unmarshal(read(folder.resolve("in-vmi.yaml")), VirtualMachineInstance.class),
                config(folder.resolve("in-config.yaml")),
                YAML.unmarshal(read(folder.resolve("in-facts.yaml")), LaunchFacts.class));

        switch (mapping) {
            case LaunchMapping.Mapped(var spec) ->
                matches(folder, "out-launch.txtpb", TextFormat.printer().printToString(spec));
            case LaunchMapping.Refused(var errors) ->
                matches(
                        folder,
                        "out-errors.txt",
                        errors.stream().map(error -> error + "\n").collect(Collectors.joining()));
        }
    }

    private static void matches(Path folder, String name, String actual) {
        var file = folder.resolve(name);
        if (Boolean.getBoolean("yadori.golden.write")) {
            write(file, actual);
        }
        assertThat(file).exists();
        assertThat(actual).isEqualTo(read(file));
    }

    private static ClusterConfig config(Path file) {
        return Files.exists(file) ? YAML.unmarshal(read(file), Config.class).toClusterConfig() : ClusterConfig.DEFAULT;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
