package dev.yadori.e2e.vm;

import dev.yadori.e2e.support.LocalCluster;
import dev.yadori.e2e.support.TestPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What is broken while a guest moves. Processes die with SIGKILL, the network between nodes goes without a word. */
enum Fault {
    SOURCE_JVM,
    TARGET_JVM,
    SOURCE_LIBVIRTD,
    TARGET_LIBVIRTD,
    SOURCE_EMULATOR,
    TARGET_EMULATOR,
    SOURCE_HANDLER,
    TARGET_HANDLER,
    CONTROLLER,
    API_SERVER,
    TARGET_POD,
    SHORT_CUT,
    LONG_CUT;

    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(25);

    /** Whom it happens to. The target is empty while there is none. */
    record Scene(SystemPods system, Pod source, Optional<Pod> target) {}

    private record ScenePod(SystemPods system, Pod pod) {
        TestPod asTestPod() {
            return new TestPod(system.cluster().client().pods().resource(pod));
        }

        String node() {
            return pod.getSpec().getNodeName();
        }
    }

    boolean needsTarget() {
        return switch (this) {
            case TARGET_JVM, TARGET_LIBVIRTD, TARGET_EMULATOR, TARGET_HANDLER, TARGET_POD -> true;
            case SOURCE_JVM,
                    SOURCE_LIBVIRTD,
                    SOURCE_EMULATOR,
                    SOURCE_HANDLER,
                    CONTROLLER,
                    API_SERVER,
                    SHORT_CUT,
                    LONG_CUT -> false;
        };
    }

    /** Whether a guest may have been in what dies, so that it may die along. */
    boolean takesTheGuest() {
        return this == SOURCE_EMULATOR || this == TARGET_EMULATOR;
    }

    /** False where there was nothing to break. */
    boolean strike(Scene scene) {
        return (needsTarget() ? scene.target() : Optional.of(scene.source()))
                .map(pod -> strike(new ScenePod(scene.system(), pod)))
                .orElse(false);
    }

    private boolean strike(ScenePod pod) {
        return switch (this) {
            case SOURCE_JVM, TARGET_JVM -> kill(pod, "java");
            case SOURCE_LIBVIRTD, TARGET_LIBVIRTD -> kill(pod, "libvirtd");
            case SOURCE_EMULATOR, TARGET_EMULATOR -> kill(pod, "qemu-system-x86");
            case SOURCE_HANDLER, TARGET_HANDLER -> pod.system().killOn("virt-handler", pod.node());
            case CONTROLLER -> killController(pod.system());
            case API_SERVER -> killApiServer();
            case TARGET_POD -> delete(pod);
            case SHORT_CUT -> cut(pod.node(), SHORT);
            case LONG_CUT -> cut(pod.node(), LONG);
        };
    }

    private static boolean killController(SystemPods system) {
        system.kill("virt-controller");
        return true;
    }

    /** It is one for all guests that move, and away for a while; each component has to do without and come back. */
    private static synchronized boolean killApiServer() {
        LocalCluster.control("kill", "kube-apiserver");
        after(SHORT, () -> LocalCluster.control("start", "kube-apiserver"));
        return true;
    }

    private static boolean kill(ScenePod pod, String program) {
        var script = """
                n=0
                for p in /proc/[0-9]*; do
                  if [ "$(cat $p/comm 2>/dev/null)" = %s ] && kill -KILL ${p#/proc/} 2>/dev/null; then n=1; fi
                done
                echo $n
                """.formatted(program);
        return pod.asTestPod().shell(script).equals("1");
    }

    private static boolean delete(ScenePod pod) {
        return !pod.system()
                .cluster()
                .client()
                .pods()
                .resource(pod.pod())
                .delete()
                .isEmpty();
    }

    private static boolean cut(String node, Duration time) {
        LocalCluster.control("cut", node);
        after(time, () -> LocalCluster.control("join", node));
        return true;
    }

    private static void after(Duration time, Runnable mending) {
        var _ = CompletableFuture.runAsync(
                        mending, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS))
                .join();
    }
}
