package dev.yadori.api.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.mutate.InstanceDefaults;
import dev.yadori.api.admission.validate.InstanceSpecRules;
import dev.yadori.crds.config.ClusterConfig;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1.5Gi, 1610612736", "250m, 0.25", "2e3, 2000", "-1, -1", "0, 0", "1Pi, 1125899906842624"})
    void amountsAreNumbers(String text, BigDecimal number) {
        assertThat(Amounts.parse(text))
                .hasValueSatisfying(found -> assertThat(found).isEqualByComparingTo(number));
        assertThat(Amounts.of(new Quantity(text))).isEqualTo(Amounts.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1Xi", "1e", "1e999999999", "1e-999999999", "1e99999999999", "Gi", "NaN"})
    void othersAreNone(String text) {
        assertThat(Amounts.parse(text)).isEmpty();
        assertThat(Amounts.of(new Quantity(text))).isEmpty();
    }

    @Test
    void nothingAndAMillionDigitsAreNone() {
        assertThat(Amounts.parse("")).isEmpty();
        assertThat(Amounts.of(null)).isEmpty();
        String digits = "9".repeat(1_000_000);

        assertThat(Amounts.parse(digits)).isEmpty();
        assertThat(Amounts.of(new Quantity(digits))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "-1e999999999"})
    void anExponentWithoutMeasureCostsNoTime(String amount) {
        ObjectNode spec = SpecReader.JSON.createObjectNode();
        ObjectNode domain = spec.putObject("domain");
        domain.putObject("memory").put("guest", amount).putObject("hugepages").put("pageSize", amount);
        ObjectNode resources = domain.putObject("resources");
        resources.putObject("limits").put("cpu", amount).put("memory", amount);
        resources.putObject("requests").put("cpu", amount);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            ObjectNode filled = InstanceDefaults.apply(spec, ClusterConfig.DEFAULT);
            assertThat(InstanceSpecRules.check(filled, FieldPath.SPEC, ClusterConfig.DEFAULT))
                    .extracting(fault -> fault.field().text())
                    .contains("spec.domain.memory.guest", "spec.domain.resources.limits.cpu");
        });
    }
}
