package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.LocalCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * New guests get another launcher, as after an upgrade. Guests that can move get it while they run on, and those that cannot
 * are evicted, no more than a batch in its interval.
 */
@Tag("long")
class WorkloadUpdateE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final Migrations MIGRATIONS = new Migrations(GUESTS);
    private static final SystemConfig CONFIG = new SystemConfig(NAMESPACE);
    private static final LauncherImage IMAGE = new LauncherImage(NAMESPACE);
    private static final String OUTDATED = "kubevirt.io/outdatedLauncherImage";
    private static final List<String> MOVING = List.of("moving-1", "moving-2");
    private static final List<String> FIXED = List.of("fixed-1", "fixed-2");
    private static final Duration INTERVAL = Duration.ofSeconds(40);
    /** What is told by an event was decided a little before, and the next batch counts from there. */
    private static final Duration UNTIL_TOLD = Duration.ofSeconds(10);

    private static final Duration ALL = Duration.ofMinutes(6);

    private static String former = "";

    @BeforeAll
    static void start() {
        LocalCluster.assumeLocal();
        assumeThat(NAMESPACE.hostnames()).as("nodes").hasSizeGreaterThan(1);
        former = IMAGE.get();
        MOVING.forEach(name -> GUESTS.create(TinyGuest.vm(name)));
        // Where the pod's address is the guest's own, it cannot move.
        FIXED.forEach(name -> GUESTS.create(TinyGuest.vm(name).bridged()));
        Stream.of(MOVING, FIXED).flatMap(List::stream).forEach(GUESTS::awaitRunning);
    }

    /** Other guests of the cluster get their launcher back as well. */
    @AfterAll
    static void restore() {
        if (former.isEmpty()) {
            return;
        }
        Stream.of(MOVING, FIXED).flatMap(List::stream).forEach(GUESTS::delete);
        IMAGE.set(former);
        Guests.holds(
                "no guest's launcher is outdated",
                ALL,
                () -> assertThat(outdated()).isEmpty());
        CONFIG.merge("{\"workloadUpdateStrategy\":null,\"configuration\":{\"migrations\":null}}");
        IMAGE.forget(another());
    }

    @Test
    void guestsGetTheNewLauncherEachInItsWay() {
        var boots = new HashMap<String, String>();
        MOVING.forEach(name -> boots.put(name, GUESTS.bootOf(name)));
        var instances = new HashMap<String, String>();
        FIXED.forEach(name -> instances.put(name, uid(name)));
        // Whatever else is in the cluster moves as well, and takes no places from these.
        CONFIG.merge("""
                {"workloadUpdateStrategy": {"workloadUpdateMethods": ["LiveMigrate", "Evict"],
                   "batchEvictionSize": 1, "batchEvictionInterval": "%ds"},
                 "configuration": {"migrations":
                   {"parallelMigrationsPerCluster": 50, "parallelOutboundMigrationsPerNode": 50}}}
                """.formatted(INTERVAL.toSeconds()));

        IMAGE.copy(former, another());
        IMAGE.set(another());

        Guests.holds(
                "all have the new launcher",
                ALL,
                () -> Stream.of(MOVING, FIXED).flatMap(List::stream).forEach(WorkloadUpdateE2E::hasNewLauncher));
        MOVING.forEach(name -> {
            assertThat(GUESTS.bootOf(name)).as(name + " has run on").isEqualTo(boots.get(name));
            assertThat(MIGRATIONS.all(name))
                    .as("migrations of " + name)
                    .hasSize(1)
                    .allSatisfy(migration -> assertThat(migration.getMetadata().getAnnotations())
                            .containsKey("kubevirt.io/workloadUpdateMigration"));
        });
        FIXED.forEach(
                name -> assertThat(uid(name)).as(name + " is another instance").isNotEqualTo(instances.get(name)));
        var evictions = evictions();
        assertThat(evictions).as("evictions").hasSameSizeAs(FIXED);
        assertThat(Duration.between(evictions.getFirst(), evictions.getLast()))
                .as("between one batch and the next")
                .isGreaterThanOrEqualTo(INTERVAL.minus(UNTIL_TOLD));
    }

    private static String another() {
        return former.substring(0, former.lastIndexOf(':') + 1) + NAMESPACE.name();
    }

    private static void hasNewLauncher(String name) {
        assertThat(GUESTS.phase(name)).as("phase of " + name).isEqualTo("Running");
        assertThat(GUESTS.status(name, "launcherContainerImageVersion")).contains(another());
        assertThat(MIGRATIONS.living(name))
                .as("pods of " + name)
                .singleElement()
                .extracting(WorkloadUpdateE2E::image)
                .isEqualTo(another());
        assertThat(GUESTS.vmi(name).require().getMetadata().getLabels()).doesNotContainKey(OUTDATED);
    }

    private static String image(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .filter(container -> container.getName().equals("compute"))
                .findFirst()
                .orElseThrow()
                .getImage();
    }

    private static String uid(String name) {
        return GUESTS.vmi(name).require().getMetadata().getUid();
    }

    private static List<Instant> evictions() {
        return NAMESPACE
                .client()
                .v1()
                .events()
                .inNamespace(NAMESPACE.name())
                .withField("involvedObject.kind", "VirtualMachineInstance")
                .withField("reason", "SuccessfulDelete")
                .list()
                .getItems()
                .stream()
                .filter(event -> event.getMessage().startsWith("Evicted pod"))
                .map(WorkloadUpdateE2E::time)
                .sorted()
                .toList();
    }

    private static Instant time(Event event) {
        return Instant.parse(Objects.requireNonNull(event.getFirstTimestamp(), () -> "time of " + event));
    }

    private static List<Map<String, String>> outdated() {
        return NAMESPACE
                .client()
                .genericKubernetesResources("kubevirt.io/v1", "VirtualMachineInstance")
                .inAnyNamespace()
                .withLabel(OUTDATED)
                .list()
                .getItems()
                .stream()
                .map(guest -> Map.of(
                        guest.getMetadata().getNamespace(), guest.getMetadata().getName()))
                .toList();
    }
}
