package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.vm.FaultedMigration.Outcome;
import dev.yadori.e2e.vm.FaultedMigration.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Guests move, and something is broken meanwhile: none of them is lost, and none runs twice. etc/fault-migrations runs as many
 * of these as one likes; without a number there are none.
 */
@EnabledIfSystemProperty(named = "yadori.faults", matches = "[1-9][0-9]*")
class MigrationFaultsE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final Migrations MIGRATIONS = new Migrations(GUESTS);
    private static final SystemPods SYSTEM = new SystemPods(NAMESPACE);
    private static final int RUNS = Integer.getInteger("yadori.faults", 10);
    private static final int LANES = Integer.getInteger("yadori.faults.lanes", 2);
    private static final Duration LIMIT = Duration.ofSeconds(Integer.getInteger("yadori.faults.seconds", 1 << 20));
    /** Where none is given, it begins with deaths of processes; cuts of the network come after ten of them. */
    private static final long SEED = Long.getLong("yadori.faults.seed", 0);

    private static final String LABEL = "faulted";

    @BeforeAll
    static void start() {
        NAMESPACE.client().resource(MIGRATIONS.slowly(LABEL, "16Mi")).create();
        for (int lane = 0; lane < LANES; lane++) {
            GUESTS.create(TinyGuest.vm(guest(lane))
                    .withLabel(LABEL, NAMESPACE.name())
                    .running("(i=0; while :; do i=$((i+1)); echo $i >/srv/count; sleep 0.1; done) &"));
        }
        for (int lane = 0; lane < LANES; lane++) {
            GUESTS.awaitRunning(guest(lane));
            GUESTS.awaitPage(guest(lane), "count");
        }
    }

    @AfterAll
    static void stop() {
        NAMESPACE.client().resource(MIGRATIONS.slowly(LABEL, "16Mi")).delete();
        for (int lane = 0; lane < LANES; lane++) {
            GUESTS.delete(guest(lane));
        }
    }

    @Test
    void noGuestIsLostOrRunsTwice() throws InterruptedException, ExecutionException {
        var until = Instant.now().plus(LIMIT);
        var reports = Collections.synchronizedList(new ArrayList<Report>());
        var lanes = new ArrayList<Future<?>>();
        try (var threads = Executors.newFixedThreadPool(LANES)) {
            for (int lane = 0; lane < LANES; lane++) {
                int number = lane;
                lanes.add(threads.submit(() -> run(number, until, reports)));
            }
        }
        System.out.println(summary(reports));
        for (var lane : lanes) {
            lane.get();
        }

        assertThat(reports)
                .isNotEmpty()
                .allSatisfy(report -> assertThat(report.outcome())
                        .as(report.toString())
                        .isIn(Outcome.MOVED, Outcome.STAYED, Outcome.KILLED));
    }

    /** Each lane has a guest of its own, and goes on until a guest is not what it has to be. */
    private static void run(int lane, Instant until, Collection<Report> reports) {
        var random = new SplittableRandom(SEED + lane);
        var migration = new FaultedMigration(MIGRATIONS, SYSTEM, guest(lane), Witness.start(GUESTS, guest(lane)));
        for (int run = lane; run < RUNS && Instant.now().isBefore(until); run += LANES) {
            var report = migration.run("faulted-" + run, fault(run, random), random);
            reports.add(report);
            System.out.println("faulted migration: " + report);
            if (report.outcome() == Outcome.UNSETTLED) {
                break;
            }
        }
    }

    /** The first of them have one of each, so that a short run is as varied as a long one. */
    private static Fault fault(int run, RandomGenerator random) {
        var all = Fault.values();
        var first = Math.floorMod(SEED, all.length);
        return run < all.length ? all[(first + run) % all.length] : all[random.nextInt(all.length)];
    }

    private static String guest(int lane) {
        return "lane-" + lane;
    }

    /** For programs. */
    private static String summary(List<Report> reports) {
        var outcomes = new EnumMap<Outcome, Integer>(Outcome.class);
        Arrays.stream(Outcome.values()).forEach(outcome -> outcomes.put(outcome, 0));
        reports.forEach(report -> outcomes.merge(report.outcome(), 1, Integer::sum));
        var missed = reports.stream().filter(report -> !report.struck()).count();
        return outcomes.entrySet().stream()
                .map(entry -> "\"%s\": %d".formatted(entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue()))
                .collect(Collectors.joining(
                        ", ",
                        "{\"faulted_migrations\": %d, \"missed\": %d, \"seed\": %d, "
                                .formatted(reports.size(), missed, SEED),
                        "}"));
    }
}
