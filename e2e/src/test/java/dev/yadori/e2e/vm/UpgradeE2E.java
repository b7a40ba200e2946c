package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.TestPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All pods of the system are replaced, as an upgrade does it, and a guest that runs is the same process as before. */
@Tag("long")
class UpgradeE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final SystemPods SYSTEM = new SystemPods(NAMESPACE);
    private static final List<String> COMPONENTS = List.of("virt-api", "virt-controller", "virt-handler");
    private static final PatchContext STRATEGIC = PatchContext.of(PatchType.STRATEGIC_MERGE);
    private static final String NAME = "upgraded";
    private static final Duration ROLLOUT = Duration.ofMinutes(5);

    @BeforeAll
    static void start() {
        GUESTS.start(TinyGuest.vm(NAME));
    }

    @AfterAll
    static void stop() {
        GUESTS.delete(NAME);
    }

    @RepeatedTest(2)
    void aGuestIsTheSameProcessAfterwards() throws IOException {
        var process = emulator();
        var boot = GUESTS.bootOf(NAME);
        var before = uids();

        rollOut();

        Guests.holds("every pod of the system is another and ready", ROLLOUT, () -> {
            assertThat(uids()).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
            assertThat(COMPONENTS)
                    .allSatisfy(
                            component -> assertThat(SYSTEM.allReady(component)).isTrue());
        });
        assertThat(emulator()).isEqualTo(process);
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);
        assertThat(GUESTS.phase(NAME)).isEqualTo("Running");
        try (var console = GuestConsole.open(NAMESPACE.name(), NAME)) {
            console.type("\n");
            console.expect("login: ");
        }
        GUESTS.create(TinyGuest.vmi("after"));
        GUESTS.awaitRunning("after");
        GUESTS.delete("after");
    }

    /** Number and start time of QEMU's process, and the pod that it is in. */
    private static String emulator() {
        TestPod pod = GUESTS.pod(NAME);
        var process = pod.shell("""
                for p in /proc/[0-9]*; do
                  case $(cat $p/comm 2>/dev/null) in qemu-system-*) echo ${p#/proc/} $(sed 's/.*) //' $p/stat | cut -d ' ' -f 20) ;; esac
                done
                """);
        assertThat(process).as("QEMU in " + pod.name()).matches("[0-9]+ [0-9]+");
        return pod.get().getMetadata().getUid() + " " + process;
    }

    private static Set<String> uids() {
        return COMPONENTS.stream()
                .flatMap(component -> SYSTEM.pods(component).stream())
                .map(Pod::getMetadata)
                .map(metadata -> metadata.getUid())
                .collect(Collectors.toSet());
    }

    private static void rollOut() {
        var patch = "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"e2e.yadori.dev/upgrade\":\"%s\"}}}}}"
                .formatted(UUID.randomUUID());
        var apps = NAMESPACE.client().apps();
        for (var deployment : List.of("virt-api", "virt-controller")) {
            apps.deployments()
                    .inNamespace(SystemPods.NAMESPACE)
                    .withName(deployment)
                    .patch(STRATEGIC, patch);
        }
        apps.daemonSets()
                .inNamespace(SystemPods.NAMESPACE)
                .withName("virt-handler")
                .patch(STRATEGIC, patch);
    }
}
