package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.LocalCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Guests with CPUs of their own, on a node whose kubelet gives such CPUs for as long as this class runs: of its two, one is for
 * everybody and one for a guest. Huge pages are the machine's, as in {@link HugepagesE2E}.
 */
class DedicatedCpusE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String GUEST = "own-cpu";
    private static final String PROCESSOR = "CPU 0/TCG";
    private static final String NODE = "node2";
    private static final String OTHER = "node1";
    private static final String LABEL = "kubevirt.io/cpumanager";
    private static final String SETTINGS = "/etc/kubernetes/kubelet.yaml";
    private static final String STATE = "/var/lib/kubelet/cpu_manager_state";
    private static final String PAGES = "vm.nr_hugepages";
    private static final int GUESTS_PAGES = 64;
    private static final Duration LABELLED = Duration.ofMinutes(4);
    private static final Duration STARTED = Duration.ofMinutes(3);
    private static final Duration SHARED_AGAIN = Duration.ofMinutes(1);
    private static final String THREADS =
            "for t in /proc/[0-9]*/task/*; do sed -n 's/^Name:.//p;s/^Cpus_allowed_list:.//p' $t/status; done 2>/dev/null";

    private static int pagesBefore = -1;

    @BeforeAll
    static void giveCpus() {
        pagesBefore = Integer.parseInt(onNode("sysctl -n " + PAGES));
        onNode("sysctl -w %s=%d".formatted(PAGES, pagesBefore + GUESTS_PAGES));
        onNode("cp %1$s %1$s.before && printf 'cpuManagerPolicy: static\nsystemReserved: {cpu: 10m}\n' >>%1$s"
                .formatted(SETTINGS));
        restartKubelet();
        awaitLabel("true");
    }

    @AfterAll
    static void takeThemBack() {
        if (pagesBefore < 0) {
            return;
        }
        Guests.holds(
                "containers run on all CPUs again",
                SHARED_AGAIN,
                () -> assertThat(onNode("find /sys/fs/cgroup/cpuset -name cpuset.cpus -exec sort -u {} +"))
                        .isEqualTo(onNode("cat /sys/fs/cgroup/cpuset/cpuset.cpus")));
        onNode("mv %1$s.before %1$s".formatted(SETTINGS));
        onNode("sysctl -w %s=%d".formatted(PAGES, pagesBefore));
        restartKubelet();
        awaitLabel("false");
    }

    @AfterEach
    void clear() {
        GUESTS.delete(GUEST);
    }

    @Test
    void guestsProcessorHasTheOneThatTheKubeletHasGivenThePod() throws IOException {
        start("numa: {}", "hugepages: null");

        assertThat(threads()).containsEntry(PROCESSOR, given());
        assertThat(GUESTS.conditionMessage(GUESTS.vmi(GUEST), "LiveMigratable").orElse(""))
                .contains("dedicatedCpuPlacement");
    }

    @Test
    void guestSeesTheCellThatItsMemoryAndItsProcessorAreIn() throws IOException {
        start("numa: {guestMappingPassthrough: {}}", "hugepages: {pageSize: 2Mi}");

        assertThat(threads()).containsEntry(PROCESSOR, given());
        assertThat(GUESTS.awaitPage(GUEST, "cells")).contains("node0").doesNotContain("node1");
        assertThat(inPod("cat /proc/[0-9]*/numa_maps 2>/dev/null | grep ' huge '"))
                .contains("bind:0");
    }

    /** The label is a lie until the handler writes it the next time. */
    @Test
    void guestIsNotPutOnCpusOfOthers() throws IOException {
        create(OTHER, "numa: {}", "hugepages: null");

        Guests.holds("the guest is refused", LABELLED, () -> {
            label(OTHER, "true");
            assertThat(GUESTS.phase(GUEST)).isEqualTo("Failed");
        });

        label(OTHER, "false");
        assertThat(GUESTS.conditionMessage(GUESTS.vmi(GUEST), "Synchronized").orElse(""))
                .contains("the pod asked for 1 CPUs of its own, and what the kubelet lets it run on is 0-1: 2 CPUs");
    }

    private static void create(String node, String cells, String pages) throws IOException {
        GUESTS.createFrom("own-cpu.yaml", Map.of("PLACE", node, "CELLS", cells, "PAGES", pages));
    }

    private static void start(String cells, String pages) throws IOException {
        create(NODE, cells, pages);
        Guests.holds(
                "the guest runs", STARTED, () -> assertThat(GUESTS.phase(GUEST)).isEqualTo("Running"));
        assertThat(GUESTS.awaitPage(GUEST, "name")).isEqualTo(GUEST);
    }

    private static String inPod(String command) {
        return GUESTS.pod(GUEST).exec("sh", "-c", command).output();
    }

    /** CPUs by the name of the thread that may run on them. */
    private static Map<String, String> threads() {
        List<String> lines = inPod(THREADS).lines().toList();
        var threads = new TreeMap<String, String>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            threads.put(lines.get(i), lines.get(i + 1));
        }
        return threads;
    }

    /** What the kubelet has written down for the guest's container. */
    private static String given() {
        var uid = GUESTS.pods(GUEST).getFirst().getMetadata().getUid();
        var state = onNode("cat " + STATE);
        return Optional.of(state.indexOf(uid))
                .filter(at -> at >= 0)
                .map(at -> state.substring(at).replaceAll("(?s)^.*?\"compute\":\"([^\"]*)\".*$", "$1"))
                .orElse("nothing in " + state);
    }

    private static String onNode(String command) {
        return LocalCluster.control("exec", NODE, "sh", "-c", command);
    }

    /** A kubelet that finds another policy's state does not start. */
    private static void restartKubelet() {
        LocalCluster.control("stop", "kubelet", NODE);
        onNode("rm -f " + STATE);
        LocalCluster.control("start", "kubelet", NODE);
    }

    private static void awaitLabel(String value) {
        Guests.holds(NODE + " is ready and says whether it has CPUs to give", LABELLED, () -> {
            var node = NAMESPACE.client().nodes().withName(NODE);
            assertThat(node.isReady()).isTrue();
            assertThat(node.require().getMetadata().getLabels()).containsEntry(LABEL, value);
        });
    }

    private static void label(String node, String value) {
        NAMESPACE.client().nodes().withName(node).edit(one -> {
            one.getMetadata().getLabels().put(LABEL, value);
            return one;
        });
    }
}
