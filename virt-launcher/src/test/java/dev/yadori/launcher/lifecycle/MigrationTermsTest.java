package dev.yadori.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationTermsTest {

    @ParameterizedTest
    @CsvSource({
        "900, 0, 50",
        "900, 1, 50",
        "900, 2, 50",
        "900, 3, 100",
        "900, 6, 800",
        "900, 7, 900",
        "900, 1000000, 900",
        "30, 0, 30",
        "0, 9, 0"
    })
    void littleIsTriedBeforeAllThatIsAllowed(long allowed, long rounds, long limit) {
        var terms = new MigrationTerms(Duration.ofMillis(allowed), Duration.ZERO, Duration.ZERO, false);

        assertThat(terms.downtime(rounds)).isEqualTo(Duration.ofMillis(limit));
    }
}
