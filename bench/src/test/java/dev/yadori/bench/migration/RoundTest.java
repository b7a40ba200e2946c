package dev.yadori.bench.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTest {
    private static final String JOB = """
            Job type:         Completed   \s
            Operation:        Incoming migration
            Time elapsed:     1523         ms
            Data processed:   72.500 MiB
            Data remaining:   0.000 B
            Memory bandwidth: 61.212 MiB/s
            Dirty rate:       0            pages/s
            Page size:        4096         bytes
            Total downtime:   97           ms
            """;
    private static final String SEEN = """
            100.000000 IP 10.244.1.6 > 10.244.2.3: ICMP echo request, id 12, seq 1, length 64
            100.010000 IP 10.244.1.6 > 10.244.2.3: ICMP echo request, id 12, seq 2, length 64
            100.015000 IP 10.244.9.9 > 10.244.2.3: ICMP echo request, id 7, seq 1, length 64
            100.260500 IP 10.244.2.8 > 10.244.2.3: ICMP echo request, id 12, seq 3, length 64
            """;
    private static final String NOTES = """
            asked 100.000000
            ended 102.500000
            ticks_before 200
            ticks_after 235
            addresses 10.244.1.6 10.244.2.8 10.244.1.6
            """;

    @TempDir
    private Path folder;

    @Test
    void jobIsReadInItsUnits() {
        var job = JobInfo.parse(JOB);

        assertThat(job.elapsedMillis()).isEqualTo(1523);
        assertThat(job.downtimeMillis()).isEqualTo(97);
        assertThat(job.sentBytes()).isEqualTo(72.5 * 1024 * 1024);
        assertThatThrownBy(() -> JobInfo.parse("Job type:         None").downtimeMillis())
                .hasMessageContaining("Total downtime");
    }

    @Test
    void gapIsThatOfTheGuestAloneWhereverItIs() {
        assertThat(Arrivals.parse(SEEN, Set.of("10.244.1.6", "10.244.2.8")).longestGap())
                .isEqualTo(Duration.ofNanos(250_500_000));
        assertThatThrownBy(() -> Arrivals.parse(SEEN, Set.of("10.244.2.8")).longestGap())
                .hasMessageContaining("not heard");
    }

    @Test
    void stateOfTheMigrationBeforeDoesNotCount() {
        var changes = Changes.parse("""
                99.900000|2026-11-21T18:00:00Z|true|true
                100.500000|2026-11-21T18:00:00Z|true|true
                101.000000|||
                102.000000|2026-11-21T18:00:09Z||
                103.000000|2026-11-21T18:00:09Z|true|
                104.250000|2026-11-21T18:00:09Z|true|true
                """).since(100_000_000);

        assertThat(changes.move()).isEqualTo(Duration.ofMillis(2250));
        assertThat(changes.abortRequested()).isEqualTo(103_000_000);
        assertThat(changes.end()).isEqualTo(104_250_000);
    }

    @Test
    void bareRoundLastsAsLongAsItsCommand() throws IOException {
        note("");

        var round = Round.read(folder);

        assertThat(round.move()).isEqualTo(Duration.ofMillis(2500)).isEqualTo(round.whole());
        assertThat(round.seen()).isEqualTo(Duration.ofNanos(250_500_000));
        assertThat(round.handlerSeconds()).isEqualTo(0.35);
    }

    @Test
    void roundOfAnObjectIsWhatTheWatchSaw() throws IOException {
        note("""
                100.200000|||
                101.000000|2026-11-21T18:00:09Z||
                102.000000|2026-11-21T18:00:09Z||true
                """);

        var round = Round.read(folder);

        assertThat(round.move()).isEqualTo(Duration.ofSeconds(1));
        assertThat(round.whole()).isEqualTo(Duration.ofSeconds(2));
    }

    private void note(String watch) throws IOException {
        Files.writeString(folder.resolve("job"), JOB);
        Files.writeString(folder.resolve("seen"), SEEN);
        Files.writeString(folder.resolve("notes"), NOTES);
        if (!watch.isEmpty()) {
            Files.writeString(folder.resolve("watch"), watch);
        }
    }
}
