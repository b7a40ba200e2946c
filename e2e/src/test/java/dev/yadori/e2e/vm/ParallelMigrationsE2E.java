package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten guests move at once, which is more than a cluster allows by itself. */
@Tag("long")
class ParallelMigrationsE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final Migrations MIGRATIONS = new Migrations(GUESTS);
    private static final SystemConfig CONFIG = new SystemConfig(NAMESPACE);
    private static final List<String> ALL = IntStream.rangeClosed(1, 10)
            .mapToObj(number -> "one-of-ten-" + number)
            .toList();
    private static final String SLOW = "slow";

    @BeforeAll
    static void start() {
        CONFIG.merge(limits(String.valueOf(ALL.size())));
        // Memory takes long enough for all of them to be under way at the same time.
        NAMESPACE.client().resource(MIGRATIONS.slowly(SLOW, "2Mi")).create();
        for (var guest : ALL) {
            GUESTS.create(TinyGuest.vm(guest).withLabel(SLOW, NAMESPACE.name()));
        }
        for (var guest : ALL) {
            GUESTS.awaitRunning(guest);
            GUESTS.awaitPage(guest, "boot");
        }
    }

    @AfterAll
    static void stop() {
        CONFIG.merge(limits("null"));
        NAMESPACE.client().resource(MIGRATIONS.slowly(SLOW, "2Mi")).delete();
        ALL.forEach(GUESTS::delete);
    }

    @Test
    void tenGuestsMoveAtOnceAndNoneFails() {
        var boots = each(GUESTS::bootOf);
        var sources = each(GUESTS::nodeOf);

        ALL.forEach(guest -> MIGRATIONS.create(guest, guest));
        ALL.forEach(guest -> MIGRATIONS.awaitPhase(guest, "Succeeded"));

        ALL.forEach(MIGRATIONS::awaitOnePod);
        assertThat(each(GUESTS::bootOf)).isEqualTo(boots);
        assertThat(each(GUESTS::nodeOf))
                .allSatisfy((guest, node) -> assertThat(node).as(guest).isNotEqualTo(sources.get(guest)));
        assertThat(times("startTimestamp").max(Instant::compareTo))
                .as("the last began before the first was over")
                .get()
                .satisfies(last -> assertThat(last)
                        .isBefore(times("endTimestamp").min(Instant::compareTo).orElseThrow()));
    }

    private static Stream<Instant> times(String field) {
        return ALL.stream()
                .map(guest ->
                        Instant.parse(String.valueOf(MIGRATIONS.state(guest).get(field))));
    }

    private static Map<String, String> each(Function<String, String> fact) {
        return ALL.stream().collect(Collectors.toMap(guest -> guest, fact));
    }

    /** For the cluster and for a node; null takes them back. */
    private static String limits(String number) {
        return """
                {"configuration": {"migrations": {"parallelMigrationsPerCluster": %1$s, "parallelOutboundMigrationsPerNode": %1$s}}}
                """.formatted(number);
    }
}
