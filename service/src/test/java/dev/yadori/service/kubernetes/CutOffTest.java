package dev.yadori.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpTimeoutException;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CutOffTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = START;
    private final AtomicInteger begunAnew = new AtomicInteger();
    private final CutOff cutOff = new CutOff(() -> now, begunAnew::incrementAndGet);

    static Stream<Arguments> failures() {
        return Stream.of(
                argumentSet("answered at once", new HttpTimeoutException("x"), 59, 0),
                argumentSet("out of time", new HttpTimeoutException("x"), 61, 1),
                argumentSet("out of the client's time", new TimeoutException(), 61, 1),
                argumentSet("no way there", new NoRouteToHostException(), 61, 1),
                argumentSet("refused", new ConnectException("Connection refused"), 61, 0));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void itIsTheLengthAndKindOfSilenceThatCounts(Throwable failure, int seconds, int expected) {
        cutOff.answered();
        cutOff.failed(failure);
        now = START.plusSeconds(seconds);

        cutOff.answered();

        assertThat(begunAnew).hasValue(expected);
    }

    @Test
    void silenceBeginsWithTheFirstFailureAndEndsWithAnAnswer() {
        cutOff.failed(new HttpTimeoutException("x"));
        now = START.plusSeconds(50);
        cutOff.failed(new HttpTimeoutException("x"));
        now = START.plusSeconds(70);

        assertThat(begunAnew).hasValue(0);
        cutOff.answered();
        assertThat(begunAnew).hasValue(1);

        now = START.plusSeconds(200);
        cutOff.answered();
        assertThat(begunAnew).hasValue(1);
    }
}
