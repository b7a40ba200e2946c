package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.LocalCluster;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A guest on huge pages waits until a node has them. The machine's setting is put back. */
class HugepagesE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String GUEST = "late-pages";
    private static final String NODE = "node1";
    private static final String SETTING = "vm.nr_hugepages";
    private static final int GUESTS_PAGES = 64;
    private static final int PAGE_SHIFT = 21;
    private static final Quantity NONE = new Quantity("0");
    private static final String DEVICE = "devices.kubevirt.io/tun";
    private static final Duration COUNTED = Duration.ofMinutes(2);

    private static int before = -1;

    /** The machine has them from now on, but no kubelet knows: it counts those of its node when it starts. */
    @BeforeAll
    static void reserve() {
        before = reserved();
        reserve(before + GUESTS_PAGES);
        assumeTrue(
                reserved() == before + GUESTS_PAGES,
                "the machine has no memory for %d more huge pages".formatted(GUESTS_PAGES));
    }

    @AfterAll
    static void putBack() {
        if (before >= 0) {
            GUESTS.delete(GUEST);
            reserve(before);
            restartKubelet();
        }
    }

    @Test
    void guestStartsOnceANodeHasItsPages() throws IOException {
        GUESTS.createFrom("hugepages-late.yaml");
        GUESTS.awaitPrintableStatus(GUEST, "ErrorUnschedulable");

        restartKubelet();

        GUESTS.awaitRunning(GUEST);
        assertThat(GUESTS.awaitPage(GUEST, "name")).isEqualTo(GUEST);
        assertThat(GUESTS.nodeOf(GUEST)).isEqualTo(NODE);
        assertThat(free()).as("pages that are still free").isLessThan(before + GUESTS_PAGES / 2);
    }

    private static int reserved() {
        return Integer.parseInt(LocalCluster.control("exec", NODE, "sysctl", "-n", SETTING));
    }

    private static void reserve(int pages) {
        LocalCluster.control("exec", NODE, "sysctl", "-w", SETTING + "=" + pages);
    }

    private static int free() {
        var line = LocalCluster.control("exec", NODE, "grep", "HugePages_Free", "/proc/meminfo");
        return Integer.parseInt(line.replaceAll("\\D", ""));
    }

    private static void restartKubelet() {
        LocalCluster.control("stop", "kubelet", NODE);
        LocalCluster.control("start", "kubelet", NODE);
        var bytes = new Quantity(Long.toString((long) reserved() << PAGE_SHIFT));
        Guests.holds(NODE + " counts its huge pages, and knows its devices again", COUNTED, () -> {
            var allocatable = NAMESPACE
                    .client()
                    .nodes()
                    .withName(NODE)
                    .require()
                    .getStatus()
                    .getAllocatable();
            assertThat(allocatable).containsEntry("hugepages-2Mi", bytes);
            assertThat(allocatable.getOrDefault(DEVICE, NONE).getNumericalAmount())
                    .isPositive();
        });
        Guests.holds(
                NODE + " is ready",
                COUNTED,
                () -> assertThat(NAMESPACE.client().nodes().withName(NODE).isReady())
                        .isTrue());
    }
}
