package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.Json;
import dev.yadori.virtctl.cluster.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Which program this is. */
final class Version {

    private static final String DESCRIPTOR = "/META-INF/maven/dev.yadori/virtctl/pom.properties";

    private static final List<String> FIELDS =
            List.of("gitVersion", "gitCommit", "gitTreeState", "buildDate", "goVersion", "compiler", "platform");

    private Version() {}

    /** Of this program, in the form of {@link #written}. */
    static String ofClient() {
        return written(new Tree(Map.of(
                "gitVersion",
                "v" + ofThisProgram(),
                "platform",
                System.getProperty("os.name").toLowerCase(Locale.ROOT) + "/" + System.getProperty("os.arch"))));
    }

    /** As KubeVirt's virtctl prints it, and scripts take it apart. */
    static String written(Tree version) {
        return FIELDS.stream()
                .map(field -> Character.toUpperCase(field.charAt(0)) + field.substring(1) + ":"
                        + Json.write(version.word(field)))
                .collect(Collectors.joining(", ", "version.Info{", "}"));
    }

    /** That of the archive; "unpackaged" where the program came in none. */
    static String ofThisProgram() {
        var properties = new Properties();
        try (var descriptor = Version.class.getResourceAsStream(DESCRIPTOR)) {
            if (descriptor != null) {
                properties.load(descriptor);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(DESCRIPTOR, e);
        }
        return properties.getProperty("version", "unpackaged");
    }
}
