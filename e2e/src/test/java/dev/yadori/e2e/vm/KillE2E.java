package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.LocalCluster;
import dev.yadori.e2e.support.TestPod;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever dies with SIGKILL while a guest runs, the guest does not notice, and the system is whole again: its status is
 * right, and where it was not the guest's own pod that suffered, a second guest starts.
 */
class KillE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final SystemPods SYSTEM = new SystemPods(NAMESPACE);
    private static final String NAME = "survivor";
    private static final Duration REPAIR = Duration.ofMinutes(2);

    private String boot = "";
    private String pod = "";

    @BeforeAll
    static void start() {
        GUESTS.start(TinyGuest.vm(NAME));
    }

    @BeforeEach
    void remember() {
        boot = GUESTS.bootOf(NAME);
        pod = GUESTS.pod(NAME).name();
    }

    @AfterEach
    void guestIsTheSame() {
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);
        assertThat(GUESTS.pod(NAME).name()).isEqualTo(pod);
        assertThat(GUESTS.phase(NAME)).isEqualTo("Running");
    }

    private static void anotherGuestStarts() {
        GUESTS.create(TinyGuest.vmi("after"));
        GUESTS.awaitRunning("after");
        GUESTS.delete("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "libvirtd"})
    void processOfTheLauncherPodIsKilled(String program) {
        var launcher = GUESTS.pod(NAME);
        var before = processOf(launcher, program);

        launcher.shell("kill -KILL " + before);

        Guests.holds(
                program + " is back",
                REPAIR,
                () -> assertThat(processOf(launcher, program)).isNotEmpty().isNotEqualTo(before));
    }

    @ParameterizedTest
    @ValueSource(strings = {"virt-handler", "virt-controller", "virt-api"})
    void componentIsKilled(String component) {
        var before = SYSTEM.restarts(component);

        SYSTEM.kill(component);

        Guests.holds(component + " was restarted and is ready", REPAIR, () -> {
            assertThat(SYSTEM.restarts(component)).isGreaterThan(before);
            assertThat(SYSTEM.allReady(component)).isTrue();
        });
        anotherGuestStarts();
    }

    @Test
    void kubeletIsKilled() {
        var node = GUESTS.nodeOf(NAME);

        LocalCluster.control("kill", "kubelet", node);
        LocalCluster.control("start", "kubelet", node);

        Guests.holds(
                "kubelet answers",
                REPAIR,
                () -> assertThatCode(() -> GUESTS.pod(NAME).exec("true")).doesNotThrowAnyException());
        anotherGuestStarts();
    }

    /** All watches end with the API server, and are too old for the one that comes after it. */
    @ParameterizedTest
    @ValueSource(strings = {"etcd", "kube-apiserver"})
    void programOfTheControlPlaneIsKilled(String program) {
        LocalCluster.control("kill", program);
        LocalCluster.control("start", program);

        Guests.holds(
                "the API server answers",
                REPAIR,
                () -> assertThatCode(() -> NAMESPACE.client().raw("/readyz")).doesNotThrowAnyException());
        anotherGuestStarts();
    }

    /** The number of a program's process in a pod; empty where there is none. */
    private static String processOf(TestPod pod, String program) {
        return pod.shell(
                "for p in /proc/[0-9]*; do if [ \"$(cat $p/comm 2>/dev/null)\" = %s ]; then echo ${p#/proc/}; break; fi; done"
                        .formatted(program));
    }
}
