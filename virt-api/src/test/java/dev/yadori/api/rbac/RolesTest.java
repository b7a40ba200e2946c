package dev.yadori.api.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.testkit.KubeApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What manifests/rbac grants, one line a verb, against roles.txt: who gets a right anew is seen in the diff of that file.
 * With -Dyadori.golden.write=true it is written anew.
 */
class RolesTest {

    private static final Path GOLDEN = KubeApiServer.file("virt-api/src/test/resources/roles.txt");

    @Test
    void everyRightIsInTheList() throws IOException {
        String granted = String.join("\n", rights()) + "\n";
        if (Boolean.getBoolean("yadori.golden.write")) {
            Files.writeString(GOLDEN, granted);
        }

        assertThat(granted).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void whoOnlyLooksChangesNothing() throws IOException {
        assertThat(rights())
                .filteredOn(right -> right.startsWith("kubevirt.io:view "))
                .noneMatch(right -> right.matches(".* (create|patch|delete|deletecollection)"))
                .filteredOn(right -> right.endsWith(" update"))
                .containsExactly("kubevirt.io:view subresources.kubevirt.io/expand-vm-spec update");
    }

    @Test
    void onlyAMoverMoves() throws IOException {
        assertThat(rights())
                .filteredOn(right -> right.matches(".* subresources\\.kubevirt\\.io/.*/(migrate|evacuate).* update"))
                .isNotEmpty()
                .allMatch(right -> right.startsWith("kubevirt.io:migrate "));
    }

    @Test
    void noComponentReadsSecretsOfTheCluster() throws IOException {
        assertThat(rights()).noneMatch(right -> right.matches("(?!yadori/).* /secrets .*"));
    }

    @Test
    void nobodyHasAllRights() throws IOException {
        assertThat(rights()).noneMatch(right -> right.contains("*"));
    }

    /** A role that nobody has is a file that was cut short. */
    @Test
    void eachComponentHasItsRole() throws IOException {
        assertThat(names("ClusterRoleBinding", "/roleRef/name"))
                .containsAll(names("ClusterRole", "/metadata/name").stream()
                        .filter(name -> name.startsWith("yadori-"))
                        .toList())
                .contains("yadori-virt-api", "yadori-virt-controller", "yadori-virt-handler");
    }

    private static Set<String> names(String kind, String field) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(KubeApiServer.file("manifests/rbac"))) {
            for (Path file : files.toList()) {
                for (JsonNode object : documents(file)) {
                    if (object.path("kind").asText().equals(kind)) {
                        names.add(object.at(field).asText());
                    }
                }
            }
        }
        return names;
    }

    /** As role group/resource(names) verb; of a role of one namespace with the namespace before it. */
    private static Set<String> rights() throws IOException {
        Set<String> rights = new TreeSet<>();
        try (Stream<Path> files = Files.list(KubeApiServer.file("manifests/rbac"))) {
            for (Path file : files.toList()) {
                for (JsonNode object : documents(file)) {
                    if (object.path("kind").asText().endsWith("Role")) {
                        rights.addAll(of(object));
                    }
                }
            }
        }
        return rights;
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        try (MappingIterator<JsonNode> documents = yaml.readerFor(JsonNode.class)
                .readValues(yaml.getFactory().createParser(Files.newBufferedReader(file)))) {
            return documents.readAll();
        }
    }

    private static List<String> of(JsonNode role) {
        JsonNode metadata = role.path("metadata");
        String name = (metadata.has("namespace") ? metadata.path("namespace").asText() + "/" : "")
                + metadata.path("name").asText();
        List<String> rights = new ArrayList<>();
        for (JsonNode rule : role.path("rules")) {
            String names = words(rule.path("resourceNames")).isEmpty()
                    ? ""
                    : "(" + String.join(",", words(rule.path("resourceNames"))) + ")";
            for (String group : words(rule.path("apiGroups"))) {
                for (String resource : words(rule.path("resources"))) {
                    words(rule.path("verbs"))
                            .forEach(verb -> rights.add(name + " " + group + "/" + resource + names + " " + verb));
                }
            }
        }
        return rights;
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }
}
