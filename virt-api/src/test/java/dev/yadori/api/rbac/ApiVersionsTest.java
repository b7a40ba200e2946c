package dev.yadori.api.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.testkit.KubeApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifests want no version of an API that Kubernetes 1.30 does not serve. */
class ApiVersionsTest {

    private static final Pattern VERSION = Pattern.compile("(?m)^apiVersion: \"?([^\"\\n]+)\"?$");
    private static final Set<String> SERVED_BY_1_30 = Set.of(
            "v1",
            "admissionregistration.k8s.io/v1",
            "apiextensions.k8s.io/v1",
            "apiregistration.k8s.io/v1",
            "apps/v1",
            "flowcontrol.apiserver.k8s.io/v1",
            "policy/v1",
            "rbac.authorization.k8s.io/v1",
            "scheduling.k8s.io/v1");
    /** Folders with objects of other projects, which are not applied with the rest. */
    private static final Set<String> OF_OTHERS = Set.of("manifests/monitoring", "manifests/cert-manager");

    @Test
    void manifestsKeepToTheOldestKubernetes() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path file : manifests()) {
            VERSION.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
        }
        used.removeIf(version -> version.startsWith("kustomize.config.k8s.io/"));

        assertThat(used).isNotEmpty().isSubsetOf(SERVED_BY_1_30);
    }

    /** Fields of definitions that came later: an older API server drops them without a word. */
    @Test
    void definitionsHaveNoLaterField() throws IOException {
        for (Path file : manifests()) {
            assertThat(Files.readString(file)).as(file.toString()).doesNotContain("selectableFields:");
        }
    }

    private static Set<Path> manifests() throws IOException {
        Set<Path> manifests = new TreeSet<>();
        try (Stream<Path> files = Files.walk(KubeApiServer.file("manifests"))) {
            files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> OF_OTHERS.stream().noneMatch(file.toString()::contains))
                    .forEach(manifests::add);
        }
        return manifests;
    }
}
