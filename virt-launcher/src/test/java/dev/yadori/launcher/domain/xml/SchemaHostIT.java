package dev.yadori.launcher.domain.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in the golden folders keeps to the schema of the host's libvirt (packages libvirt-clients and libxml2-utils). */
class SchemaHostIT {
    private static final Path VALIDATOR = Path.of("/usr/bin/virt-xml-validate");
    private static final Path XMLLINT = Path.of("/usr/bin/xmllint");

    @BeforeAll
    static void hasValidator() {
        assumeThat(VALIDATOR).as("virt-xml-validate is installed").isExecutable();
        assumeThat(XMLLINT).as("xmllint is installed").isExecutable();
    }

    static Stream<Path> domains() throws IOException {
        try (var files = Files.walk(Path.of("src/test/resources"))) {
            return files.filter(file -> file.endsWith("out-domain.xml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("domains")
    void theDomainKeepsToTheSchema(Path domain) throws Exception {
        var process = new ProcessBuilder(VALIDATOR.toString(), domain.toString(), "domain")
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
