package dev.yadori.service.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.crds.v1.DeveloperConfiguration.LogVerbosity;
import dev.yadori.crds.v1.KubeVirtSpec;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogLevelTest {

    private static final Logger OURS = LoggerFactory.getLogger("dev.yadori.something");
    private static final Logger LIBRARY = LoggerFactory.getLogger("io.somebody.else");

    @AfterEach
    void asBefore() {
        LogLevel.start(Map.of(), LogVerbosity::virtAPI);
    }

    @ParameterizedTest
    @CsvSource({"0, WARN", "1, INFO", "2, INFO", "3, INFO", "4, DEBUG", "6, DEBUG", "7, TRACE", "9, TRACE"})
    void numbersOfKubeVirtAreLevels(int verbosity, LogLevel.Word word) {
        assertThat(LogLevel.of(verbosity)).isEqualTo(word);
    }

    @Test
    void theObjectCountsMoreThanTheEnvironmentUntilItSaysNothing() throws IOException {
        var level = LogLevel.start(Map.of("YADORI_LOG_LEVEL", "WARN"), LogVerbosity::virtAPI);
        assertThat(OURS.isInfoEnabled()).isFalse();

        level.follow(Optional.of(spec("{virtAPI: 5, virtController: 0}")));
        assertThat(OURS.isDebugEnabled()).isTrue();
        assertThat(OURS.isTraceEnabled()).isFalse();

        level.follow(Optional.of(spec("{virtController: 9}")));
        assertThat(OURS.isInfoEnabled()).isFalse();
        assertThat(OURS.isWarnEnabled()).isTrue();
    }

    @Test
    void librariesNeverSayMoreThanInfo() throws IOException {
        var level = LogLevel.start(Map.of(), LogVerbosity::virtAPI);

        level.follow(Optional.of(spec("{virtAPI: 9}")));

        assertThat(OURS.isTraceEnabled()).isTrue();
        assertThat(LIBRARY.isInfoEnabled()).isTrue();
        assertThat(LIBRARY.isDebugEnabled()).isFalse();
    }

    @Test
    void whatIsNoLevelIsRefused() {
        assertThatThrownBy(() -> LogLevel.start(Map.of("YADORI_LOG_LEVEL", "LOUD"), LogVerbosity::virtAPI))
                .hasMessageContaining("YADORI_LOG_LEVEL")
                .hasMessageContaining("LOUD");
    }

    private static KubeVirtSpec spec(String verbosity) throws IOException {
        return new YAMLMapper()
                .readValue(
                        "configuration: {developerConfiguration: {logVerbosity: %s}}".formatted(verbosity),
                        KubeVirtSpec.class);
    }
}
