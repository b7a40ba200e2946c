package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchPaceTest {
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, false, 50",
        "14, false, 50",
        "15, false, 250",
        "59, false, 250",
        "0, true, 15",
        "59, true, 15",
        "60, false, 2000",
        "60, true, 2000"
    })
    void aLauncherThatIsSoonThereIsLookedForMostOften(long seconds, boolean started, long milliseconds) {
        assertThat(SearchPace.NORMAL.after(
                        new Contact.Seeking(SINCE, "no socket"), started, SINCE.plusSeconds(seconds)))
                .isEqualTo(Duration.ofMillis(milliseconds));
    }

    @Test
    void whatIsNotALauncherIsLookedAtSeldom() {
        assertThat(SearchPace.NORMAL.after(new Contact.Refused("another"), true, SINCE))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(SearchPace.NORMAL.after(new Contact.Made(Optional.empty()), true, SINCE))
                .isEqualTo(Duration.ofSeconds(2));
    }
}
