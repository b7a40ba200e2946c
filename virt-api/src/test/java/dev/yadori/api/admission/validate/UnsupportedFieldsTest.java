package dev.yadori.api.admission.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.api.admission.Fault;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class UnsupportedFieldsTest {

    @TestFactory
    Stream<DynamicTest> eachRowOfAnInstanceIsRefusedByItsPath() throws IOException {
        return Yaml.entries("/unsupported/instance.yaml").stream().map(UnsupportedFieldsTest::instance);
    }

    private static DynamicTest instance(JsonNode entry) {
        return DynamicTest.dynamicTest(entry.path("row").asText(), () -> {
            Faults faults = new Faults();
            UnsupportedFields.ofInstance(entry.path("spec"), FieldPath.SPEC, faults);

            assertThat(faults.list())
                    .extracting(Fault::toString)
                    .containsExactly(entry.path("says").asText());
        });
    }

    @TestFactory
    Stream<DynamicTest> eachRowOfAMachineIsRefusedByItsPath() throws IOException {
        return Yaml.entries("/unsupported/machine.yaml").stream()
                .map(entry -> DynamicTest.dynamicTest(entry.path("row").asText(), () -> {
                    Faults faults = new Faults();
                    UnsupportedFields.ofMachine(entry.path("spec"), FieldPath.SPEC, faults);

                    assertThat(faults.list())
                            .extracting(Fault::toString)
                            .containsExactly(entry.path("says").asText());
                }));
    }

    @Test
    void noRowIsWithoutATest() throws IOException {
        assertThat(rows(UnsupportedFields.OF_INSTANCE)).isEqualTo(tested("/unsupported/instance.yaml"));
        assertThat(rows(UnsupportedFields.OF_MACHINE)).isEqualTo(tested("/unsupported/machine.yaml"));
    }

    @Test
    void thePageForUsersListsEachRow() throws IOException {
        StringBuilder page = new StringBuilder("""
                # What is not supported yet

                These fields are in the API and refused at admission, by their path. The page is made of the table in virt-api;
                after a change: `./mvnw test -pl virt-api -am -DargLine=-Dyadori.golden.write=true`.

                | field | what is said |
                |---|---|
                """);
        UnsupportedFields.OF_MACHINE.forEach(row -> append(page, "VirtualMachine spec." + row.path(), row));
        UnsupportedFields.OF_INSTANCE.forEach(row -> append(page, "spec." + row.path(), row));

        Path file = Path.of("../docs/unsupported-fields.md");
        if (Boolean.getBoolean("yadori.golden.write")) {
            Files.writeString(file, page);
        }
        assertThat(file).hasContent(page.toString());
    }

    private static void append(StringBuilder page, String field, UnsupportedField row) {
        page.append("| `").append(field).append("` | ").append(row.message()).append(" |\n");
    }

    @Test
    void valuesThatAskForNothingAreFine() throws IOException {
        Faults faults = new Faults();
        UnsupportedFields.ofInstance(Yaml.resource("/unsupported/harmless.yaml"), FieldPath.SPEC, faults);

        assertThat(faults.list()).isEmpty();
    }

    private static List<String> rows(List<UnsupportedField> table) {
        return table.stream().map(UnsupportedField::path).toList();
    }

    private static List<String> tested(String resource) throws IOException {
        return Yaml.entries(resource).stream()
                .map(entry -> entry.path("row").asText())
                .toList();
    }
}
