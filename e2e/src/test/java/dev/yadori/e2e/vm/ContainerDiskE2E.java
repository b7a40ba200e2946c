package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.TestPod;
import io.fabric8.kubernetes.api.model.Container;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A guest from an image where the cluster mounts no images, whatever the handler goes through meanwhile. */
class ContainerDiskE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final SystemPods SYSTEM = new SystemPods(NAMESPACE);
    private static final String NAME = "kept-open";
    private static final Duration REPAIR = Duration.ofMinutes(2);

    @BeforeAll
    static void withoutImageVolumes() {
        disableGates("[\"ImageVolume\"]");
        Guests.holds("the configuration is in force", REPAIR, () -> {
            GUESTS.create(TinyGuest.vmi("probe").onNodesWith("no-such-label", "true"));
            Guests.holds("a pod", REPAIR, () -> assertThat(GUESTS.pods("probe")).hasSize(1));
            var pod = GUESTS.pods("probe").getFirst();
            GUESTS.delete("probe");
            assertThat(pod.getSpec().getInitContainers()).isNotEmpty();
        });
    }

    @AfterAll
    static void withImageVolumesAgain() {
        disableGates("null");
    }

    @Test
    void guestRunsFromAnImageThatAContainerKeepsOpen() {
        GUESTS.create(TinyGuest.vm(NAME)
                .withDisk("second", Map.of("containerDisk", Map.of("image", TinyGuest.IMAGE)))
                .running("second=/dev/$(grep -lx second /sys/block/vd*/serial | cut -d / -f 4)")
                .running(
                        "echo written | dd of=$second bs=512 seek=2048 conv=notrunc,fsync && echo 3 >/proc/sys/vm/drop_caches")
                .running("dd if=$second bs=512 skip=2048 count=1 | head -n 1 >/srv/written"));
        Guests.holds("its pod", REPAIR, () -> assertThat(GUESTS.pods(NAME)).hasSize(1));
        killHandlers();
        GUESTS.awaitRunning(NAME);
        assertThat(GUESTS.awaitPage(NAME, "written").strip()).isEqualTo("written");
        var boot = GUESTS.bootOf(NAME);
        var pod = GUESTS.pod(NAME).get();
        assertThat(pod.getSpec().getInitContainers())
                .extracting(Container::getName)
                .containsExactly("container-disk-binary", "volumeroot", "volumesecond");

        killHandlers();

        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);
        assertThat(GUESTS.phase(NAME)).isEqualTo("Running");
        var uid = pod.getMetadata().getUid();
        assertThat(mountsOf(uid)).isNotEmpty();
        Objects.requireNonNull(GUESTS.vm(NAME).delete());
        Guests.holds("the pod and its mounts are gone", REPAIR, () -> {
            assertThat(GUESTS.pods(NAME)).isEmpty();
            assertThat(mountsOf(uid)).isEmpty();
        });
    }

    private static void killHandlers() {
        var before = SYSTEM.restarts("virt-handler");
        SYSTEM.kill("virt-handler");
        Guests.holds("virt-handler was restarted and is ready", REPAIR, () -> {
            assertThat(SYSTEM.restarts("virt-handler")).isGreaterThan(before);
            assertThat(SYSTEM.allReady("virt-handler")).isTrue();
        });
    }

    /** Processes of the nodes that have a mount of the pod, in whatever namespace. */
    private static List<String> mountsOf(String podUid) {
        return SYSTEM.pods("virt-handler").stream()
                .map(pod -> new TestPod(NAMESPACE.client().pods().resource(pod)))
                .flatMap(handler -> handler.shell("grep -ls \"$0\" /proc/[0-9]*/mountinfo || true", podUid)
                        .lines())
                .toList();
    }

    private static void disableGates(String gates) {
        new SystemConfig(NAMESPACE)
                .merge("{\"configuration\":{\"developerConfiguration\":{\"disabledFeatureGates\":%s}}}"
                        .formatted(gates));
    }
}
