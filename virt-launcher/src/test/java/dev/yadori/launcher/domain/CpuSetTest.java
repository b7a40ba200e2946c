package dev.yadori.launcher.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSetTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0-1", "0-3,8", "1,3,5-7,64-127"})
    void isReadAndWrittenAsTheKernelDoes(String text) {
        assertThat(CpuSet.parse(text)).hasToString(text);
    }

    @Test
    void hasEachOnce() {
        assertThat(CpuSet.parse("3,1-2,2\n").cpus()).containsExactly(1, 2, 3);
        assertThat(CpuSet.of(List.of(9, 8))).isEqualTo(CpuSet.parse("8-9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1-", "-1", "0-99999999", ","})
    void isNoOtherText(String text) {
        assertThatThrownBy(() -> CpuSet.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
