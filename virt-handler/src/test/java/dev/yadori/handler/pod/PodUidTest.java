package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodUidTest {

    @Test
    void uuidIsAPodUid() {
        assertThat(PodUid.parse("2F9FAB64-b481-4334-816e-fbbcd302fa8e"))
                .hasToString("2f9fab64-b481-4334-816e-fbbcd302fa8e");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "../../etc",
                "2f9fab64-b481-4334-816e-fbbcd302fa8e/..",
                "2f9fab64-b481-4334-816e-fbbcd302fa8e\n",
                "2f9fab64b4814334816efbbcd302fa8e",
            })
    void nothingElseIs(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PodUid.parse(text))
                .withMessageContaining("metadata.uid");
    }
}
