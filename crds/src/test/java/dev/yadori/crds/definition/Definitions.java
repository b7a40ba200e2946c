package dev.yadori.crds.definition;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.yadori.crds.migrations.MigrationPolicy;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The custom resource definitions as the types give them: fabric8's generator, then {@link DefinitionFinish}. */
final class Definitions {

    static final List<Class<? extends HasMetadata>> KINDS = List.of(
            KubeVirt.class,
            VirtualMachine.class,
            VirtualMachineInstance.class,
            VirtualMachineInstanceMigration.class,
            MigrationPolicy.class);

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private Definitions() {}

    /** The definitions by the names of their files. */
    static Map<String, ObjectNode> generate() throws IOException {
        try (Captured captured = new Captured()) {
            new CRDGenerator()
                    .forCRDVersions("v1")
                    .customResourceClasses(List.copyOf(KINDS))
                    .withParallelGenerationEnabled(false)
                    .withOutput(captured)
                    .detailedGenerate();
            Map<String, ObjectNode> definitions = new TreeMap<>();
            for (ByteArrayOutputStream bytes : captured.streams.values()) {
                ObjectNode definition = (ObjectNode) YAML.readTree(bytes.toByteArray());
                Class<?> kind = kindOf(definition.at("/spec/names/kind").asText());
                definitions.put(
                        definition.at("/metadata/name").asText() + ".yaml", DefinitionFinish.of(definition, kind));
            }
            return definitions;
        }
    }

    static String yaml(ObjectNode definition) throws IOException {
        return "# Generated from the types in crds; refresh with: " + CrdDriftTest.REFRESH + "\n"
                + YAML.writeValueAsString(definition);
    }

    static Path folder() {
        Path module = Path.of("").toAbsolutePath();
        Path root = Files.isDirectory(module.resolve("crds")) ? module : module.resolve("..");
        return root.resolve("manifests/crds").normalize();
    }

    private static Class<?> kindOf(String name) {
        return KINDS.stream()
                .filter(kind -> kind.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Keeps what the generator writes. */
    private static final class Captured implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {

        private final Map<String, ByteArrayOutputStream> streams = new LinkedHashMap<>();

        @Override
        public ByteArrayOutputStream outputFor(String crdName) {
            return streams.computeIfAbsent(crdName, name -> new ByteArrayOutputStream());
        }

        @Override
        public void close() {
            streams.values().forEach(Captured::close);
        }

        private static void close(ByteArrayOutputStream stream) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
