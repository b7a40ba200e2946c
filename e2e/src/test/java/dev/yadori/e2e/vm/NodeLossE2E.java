package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.Kubectl;
import dev.yadori.e2e.support.LocalCluster;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node that nobody hears of takes its guests along only when somebody says that it is out of service. It lasts for minutes,
 * most of them silence, so that it has to be asked for.
 */
@EnabledIfSystemProperty(named = "yadori.nodeloss", matches = "true")
class NodeLossE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final Migrations MIGRATIONS = new Migrations(GUESTS);
    private static final SystemPods SYSTEM = new SystemPods(NAMESPACE);
    private static final String NAME = "on-lost-node";
    private static final String TAINT = "node.kubernetes.io/out-of-service";
    /** Kubernetes takes 40 s to doubt a node, and we more than two minutes, on purpose. */
    private static final Duration SILENCE = Duration.ofMinutes(6);

    private static final Duration RESTART = Duration.ofMinutes(4);

    private String node = "";

    @AfterEach
    void nodeComesBack() {
        if (node.isEmpty()) {
            return;
        }
        Kubectl.run("taint", "node", node, TAINT + "-");
        LocalCluster.control("start", "kubelet", node);
        Guests.holds("the node is back", SILENCE, () -> {
            assertThat(NAMESPACE
                            .client()
                            .nodes()
                            .withName(node)
                            .require()
                            .getMetadata()
                            .getLabels())
                    .containsEntry("kubevirt.io/schedulable", "true");
            assertThat(List.of("virt-api", "virt-controller", "virt-handler")).allMatch(SYSTEM::allReady);
        });
        GUESTS.delete(NAME);
    }

    @Test
    void guestIsUnknownUntilTheNodeIsSaidToBeOutOfService() {
        GUESTS.create(TinyGuest.vm(NAME));
        GUESTS.awaitRunning(NAME);
        node = GUESTS.nodeOf(NAME);
        askFromElsewhere();
        var boot = GUESTS.bootOf(NAME);
        var pod = GUESTS.pod(NAME).get();
        var instance = GUESTS.vmi(NAME).require().getMetadata().getUid();
        // Without kubelet nobody starts the handler again.
        LocalCluster.control("stop", "kubelet", node);
        killOn(node, SYSTEM.podOn("virt-handler", node));

        Guests.holds(
                "nobody knows of the guest",
                SILENCE,
                () -> assertThat(GUESTS.phase(NAME)).isEqualTo("Unknown"));

        assertThat(GUESTS.vmi(NAME).require().getMetadata().getUid()).isEqualTo(instance);
        assertThat(GUESTS.pods(NAME)).hasSize(1);
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);

        // What the taint says has to be true.
        killOn(node, pod);
        Kubectl.run("taint", "node", node, TAINT + "=nodeshutdown:NoExecute");

        Guests.holds("it runs elsewhere", RESTART, () -> {
            assertThat(GUESTS.phase(NAME)).isEqualTo("Running");
            assertThat(GUESTS.nodeOf(NAME)).isNotEqualTo(node);
            assertThat(MIGRATIONS.living(NAME)).hasSize(1);
        });
        assertThat(GUESTS.bootOf(NAME)).isNotEqualTo(boot);
    }

    /** The kubelet of the lost node runs nothing in its pods. */
    private void askFromElsewhere() {
        var other = NAMESPACE.hostnames().stream()
                .filter(name -> !name.equals(node))
                .findFirst()
                .orElseThrow();
        NAMESPACE.start(ToolsPod.idle("asker")
                .editSpec()
                .withNodeSelector(ToolsPod.on(other))
                .endSpec()
                .build());
    }

    /** All processes of a pod at once, as they end with their node. */
    private static void killOn(String node, Pod pod) {
        var uid = pod.getMetadata().getUid().replace("-", "[-_]");
        LocalCluster.control(
                "exec",
                node,
                "bash",
                "-c",
                "for p in /proc/[0-9]*; do if grep -qE '%s' $p/cgroup; then kill -KILL ${p#/proc/}; fi; done 2>/dev/null; true"
                        .formatted(uid));
    }
}
