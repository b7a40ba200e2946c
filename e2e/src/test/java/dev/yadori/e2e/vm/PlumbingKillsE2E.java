package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.TestPod;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * virt-handler dies, with all that it runs, after the first step that it takes in the network of a guest's pod; the handler after
 * it dies after the next one, and so on until there are no more; then when a router's socket is there for the launcher, and when the
 * guest's emulator is. The guest comes up all the same and is reached.
 */
@Tag("long")
class PlumbingKillsE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final SystemPods SYSTEM = new SystemPods(NAMESPACE);
    private static final String HANDLER = "virt-handler";
    private static final String KILLER = "killer-";
    private static final Duration SOON = Duration.ofMinutes(2);
    /** Of handlers that follow each other, some of them in pods of their own. */
    private static final Duration MANY_LIVES = Duration.ofMinutes(9);

    private static String killAfterSteps = "";

    @BeforeAll
    static void start() throws IOException {
        try (var script = PlumbingKillsE2E.class.getResourceAsStream("kill-after-steps.sh")) {
            killAfterSteps = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
        GUESTS.asker();
        for (var node : NAMESPACE.hostnames()) {
            NAMESPACE.start(ToolsPod.idle(KILLER + node)
                    .editSpec()
                    .withNodeSelector(ToolsPod.on(node))
                    .withHostPID(true)
                    .editFirstContainer()
                    .withNewSecurityContext()
                    .withPrivileged(true)
                    .endSecurityContext()
                    .endContainer()
                    .endSpec()
                    .build());
        }
    }

    /** They have what killed them, though it does nothing any more. */
    @AfterAll
    static void replaceHandlers() {
        for (var node : NAMESPACE.hostnames()) {
            NAMESPACE.pod(KILLER + node).resource().withGracePeriod(0).delete();
            replace(SYSTEM.podOn(HANDLER, node));
        }
        Guests.holds(
                "all handlers are ready",
                SOON,
                () -> assertThat(SYSTEM.pods(HANDLER))
                        .hasSameSizeAs(NAMESPACE.hostnames())
                        .allMatch(pod -> new TestPod(NAMESPACE.client().pods().resource(pod))
                                .resource()
                                .isReady()));
    }

    @Test
    void masqueradedGuestComesUpThoughTheHandlerDiesAfterEachStep() {
        var steps = stepsUntilItIsReached(
                TinyGuest.vmi("masqueraded"), NAMESPACE.hostnames().getFirst());

        assertThat(steps)
                .contains(
                        "ip addr add 10.0.2.1/24 dev k6t-eth0",
                        "ip link set dev tap0 master k6t-eth0",
                        "sysctl /proc/sys/net/ipv4/ip_forward",
                        "sysctl /proc/sys/net/ipv6/conf/all/forwarding",
                        "ip link set dev k6t-eth0 up",
                        "nft table ip yadori",
                        "end",
                        "socket",
                        "emulator");
    }

    @Test
    void bridgedGuestComesUpThoughTheHandlerDiesAfterEachStep() {
        var steps = stepsUntilItIsReached(
                TinyGuest.vmi("bridged").bridged(), NAMESPACE.hostnames().getLast());

        assertThat(steps)
                .contains(
                        "nft table bridge yadori-eth0",
                        "ip link set dev eth0 master k6t-eth0",
                        "ip link set dev tap0 master k6t-eth0",
                        "sysctl /proc/sys/net/ipv4/conf/k6t-eth0/arp_ignore",
                        "ip link set dev k6t-eth0 up",
                        "end",
                        "socket",
                        "emulator")
                .anyMatch(step -> step.startsWith("ip link set dev eth0 alias "))
                .anyMatch(step -> step.startsWith("ip route del 0.0.0.0/0 "))
                .anyMatch(step -> step.startsWith("ip route del ::/0 "));
    }

    /** Each of them the last one of a handler. */
    private static List<String> stepsUntilItIsReached(TinyGuest guest, String node) {
        var killer = NAMESPACE.pod(KILLER + node);
        var name = guest.name();
        killer.shell(
                "setsid -f bash -uo pipefail -c \"$0\" \"$1\" \"$2\" </dev/null >/tmp/killer.log 2>&1",
                killAfterSteps,
                name,
                NAMESPACE.name());
        GUESTS.create(guest.onNodesWith("kubernetes.io/hostname", node));
        Guests.holds(name + " is Running", MANY_LIVES, () -> {
            replaceWhoWouldWait(node);
            assertThat(GUESTS.phase(name)).isEqualTo("Running");
        });
        assertThat(GUESTS.awaitPage(name, "name")).isEqualTo(name);
        var steps = killer.shell("cat /tmp/steps/*").lines().toList();
        assertThat(steps).doesNotContain("late").doesNotHaveDuplicates();
        return steps;
    }

    /** Kubelet starts a container again at once when it has ended for the first time, and waits ever longer later on. */
    private static void replaceWhoWouldWait(String node) {
        SYSTEM.pods(HANDLER).stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .filter(pod -> pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(container -> container.getState().getWaiting() != null
                                && "CrashLoopBackOff"
                                        .equals(container
                                                .getState()
                                                .getWaiting()
                                                .getReason())))
                .forEach(PlumbingKillsE2E::replace);
    }

    private static void replace(Pod pod) {
        NAMESPACE.client().pods().resource(pod).withGracePeriod(0).delete();
    }
}
