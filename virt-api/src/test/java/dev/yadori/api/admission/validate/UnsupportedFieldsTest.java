package dev.yadori.api.admission.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.api.admission.Fault;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import java.io.IOException;
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
