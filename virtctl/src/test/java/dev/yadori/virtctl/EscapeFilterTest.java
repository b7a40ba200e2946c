package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapeFilterTest {
    @ParameterizedTest
    @CsvSource({"abc,3", "'',0", "ab^cd,2", "^abc,0", "abc^,3", "a^b^,1"})
    void bytesBeforeTheKeyAreForTheGuest(String typed, int forGuest) {
        var bytes = typed.replace('^', '\u001d').getBytes(StandardCharsets.US_ASCII);

        assertThat(EscapeFilter.forGuest(bytes, bytes.length)).isEqualTo(forGuest);
    }
}
