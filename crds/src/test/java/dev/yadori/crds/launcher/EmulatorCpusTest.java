package dev.yadori.crds.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulatorCpusTest {

    private static Cpu cpu(boolean dedicated, boolean isolated) {
        return new Cpu(null, null, null, null, null, List.of(), dedicated, isolated, null, null);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, false, 2, 1",
        "true, true, true, 2, 2",
        "true, true, true, 3, 1",
        "true, false, true, 2, 0",
        "false, true, true, 2, 0"
    })
    void emulatorHasItsOwn(boolean dedicated, boolean isolated, boolean even, int guestCpus, int expected) {
        Map<String, String> annotations =
                even ? Map.of(KubeVirtAnnotations.EMULATOR_THREAD_COMPLETE_TO_EVEN_PARITY, "") : Map.of();

        assertThat(EmulatorCpus.of(cpu(dedicated, isolated), annotations, guestCpus))
                .isEqualTo(expected);
    }

    @Test
    void emulatorOfAnOrdinaryGuestHasNone() {
        assertThat(EmulatorCpus.of(null, null, 1)).isZero();
    }
}
