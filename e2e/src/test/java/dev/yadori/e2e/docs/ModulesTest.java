package dev.yadori.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ModulesTest {
    private static final String FENCE = "```mermaid\n";

    private final Modules modules = Modules.read();

    @Test
    void architecturePageShowsTheGraphOfThePoms() throws IOException {
        var page = Files.readString(Modules.ROOT.resolve("docs/architecture.md"));
        var shown =
                page.substring(page.indexOf(FENCE) + FENCE.length(), page.indexOf("```\n", page.indexOf(FENCE) + 1));

        assertThat(shown).as("the graph in docs/architecture.md").isEqualTo(modules.graph());
    }

    @Test
    void readmeListsEachModule() throws IOException {
        var readme = Files.readString(Modules.ROOT.resolve("README.md"));

        assertThat(modules.modules())
                .isNotEmpty()
                .allSatisfy(
                        module -> assertThat(readme).contains("| [" + module.name() + "](" + module.name() + "/) |"));
    }

    @Test
    void eachModuleHasAReadme() {
        assertThat(modules.modules())
                .allSatisfy(
                        module -> assertThat(Modules.ROOT.resolve(module.name()).resolve("README.md"))
                                .isNotEmptyFile());
    }

    @Test
    void parentAlonePinsVersions() {
        assertThat(modules.modules())
                .allSatisfy(module ->
                        assertThat(module.ownVersions()).as(module.name()).isEmpty());
    }
}
