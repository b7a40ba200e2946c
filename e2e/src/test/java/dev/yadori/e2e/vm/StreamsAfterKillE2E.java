package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.TestPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of a component that dies only the streams that go through it end; guests and all other streams go on, and new ones are served. */
class StreamsAfterKillE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final SystemPods SYSTEM = new SystemPods(NAMESPACE);
    private static final String NAME = "streamed";
    private static final String ELSEWHERE = "elsewhere";
    private static final Duration REPAIR = Duration.ofMinutes(2);
    private static final int MOST_STREAMS = 20;

    private final List<ForwardedPort> streams = new ArrayList<>();

    @BeforeAll
    static void start() {
        var nodes = NAMESPACE.hostnames();
        GUESTS.create(TinyGuest.vm(ELSEWHERE).onNodesWith("kubernetes.io/hostname", nodes.get(1)));
        GUESTS.start(TinyGuest.vm(NAME).onNodesWith("kubernetes.io/hostname", nodes.get(0)));
        GUESTS.awaitPage(ELSEWHERE, "name");
    }

    @AfterAll
    static void stop() {
        GUESTS.delete(NAME);
        GUESTS.delete(ELSEWHERE);
    }

    @AfterEach
    void close() {
        streams.forEach(ForwardedPort::close);
    }

    @Test
    void virtApiTakesItsStreamsWithItAndNoOther() throws IOException {
        var boot = GUESTS.bootOf(NAME);
        var restarts = SYSTEM.restarts("virt-api");
        var victim = SYSTEM.pods("virt-api").getFirst();
        var ending = openUntilAllCarrySome().getOrDefault(victim.getMetadata().getName(), 0);

        SYSTEM.kill(victim);

        Guests.holds(
                "its streams end",
                REPAIR,
                () -> assertThat(streams).filteredOn(stream -> !stream.isOpen()).hasSize(ending));
        for (var stream : streams.stream().filter(ForwardedPort::isOpen).toList()) {
            assertThat(stream.page("boot")).isEqualTo(boot);
        }
        aNewConsoleIsServed(NAME);
        Guests.holds("it is back", REPAIR, () -> {
            assertThat(SYSTEM.restarts("virt-api")).isEqualTo(restarts + 1);
            assertThat(SYSTEM.allReady("virt-api")).isTrue();
        });
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);
    }

    @Test
    void virtHandlerTakesItsConsolesWithItAndNoOther() throws IOException {
        var boot = GUESTS.bootOf(NAME);
        var restarts = SYSTEM.restarts("virt-handler");
        streams.add(ForwardedPort.open(NAMESPACE.name(), NAME));
        try (var console = GuestConsole.open(NAMESPACE.name(), NAME);
                var other = GuestConsole.open(NAMESPACE.name(), ELSEWHERE)) {
            for (var one : List.of(console, other)) {
                one.type("\n");
                one.expect("login: ");
            }
            Guests.holds(
                    "the port is open",
                    REPAIR,
                    () -> assertThat(carried().values()).contains(1));

            SYSTEM.killOn("virt-handler", GUESTS.nodeOf(NAME));

            Guests.holds(
                    "its console ends",
                    REPAIR,
                    () -> assertThat(console.isOpen()).isFalse());
            other.type("\n");
            other.expect("login: ");
            assertThat(streams.getFirst().page("boot")).isEqualTo(boot);
        }
        aNewConsoleIsServed(NAME);
        Guests.holds("it is back", REPAIR, () -> {
            assertThat(SYSTEM.restarts("virt-handler")).isEqualTo(restarts + 1);
            assertThat(SYSTEM.allReady("virt-handler")).isTrue();
        });
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);
    }

    /** The first that is opened may meet what has just died; whoever asks again is served. */
    private static void aNewConsoleIsServed(String name) {
        Guests.holds("a new console shows the prompt", REPAIR, () -> {
            try (var console = GuestConsole.open(NAMESPACE.name(), name)) {
                console.type("\n");
                console.expect("login: ");
            } catch (IOException e) {
                throw new AssertionError("virtctl", e);
            }
        });
    }

    /** Which of the two a stream goes through is the API server's choice. How many each carries, by its name. */
    private Map<String, Integer> openUntilAllCarrySome() throws IOException {
        var carried = carried();
        while (carried.values().stream().anyMatch(number -> number == 0)) {
            assertThat(streams).hasSizeLessThan(MOST_STREAMS);
            streams.add(ForwardedPort.open(NAMESPACE.name(), NAME));
            Guests.holds(
                    "one more stream is carried",
                    REPAIR,
                    () -> assertThat(carried().values().stream()
                                    .mapToInt(number -> number)
                                    .sum())
                            .isEqualTo(streams.size()));
            carried = carried();
        }
        return carried;
    }

    /** Connections to a port 80, which replicas of virt-api have for nothing else. */
    private static Map<String, Integer> carried() {
        return SYSTEM.pods("virt-api").stream()
                .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), StreamsAfterKillE2E::connections));
    }

    private static int connections(Pod pod) {
        return Integer.parseInt(
                new TestPod(NAMESPACE.client().pods().resource(pod))
                        .shell(
                                "cat /proc/net/tcp /proc/net/tcp6 | awk '$3 ~ /:0050$/ && $4 == \"01\" {n++} END {print n + 0}'"));
    }
}
