package dev.yadori.handler.vmi;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.LauncherDoor;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * Everything that looks after the guests of one node, wired up.
 *
 * @param reconciler to register with the operator, by {@link #scope}
 */
public record GuestsOfNode(VmiReconciler reconciler, LauncherPods pods, LauncherSessions sessions) {

    /** What it is made of. */
    public record Parts(
            KubernetesClient client,
            GuestObjects objects,
            LauncherDoor door,
            Supplier<ClusterConfig> config,
            Background background,
            String node) {}

    /** Who works and who waits. */
    public record Background(Executor executor, ScheduledExecutorService timer, InstantSource clock) {}

    public static GuestsOfNode of(Parts parts) {
        var background = parts.background();
        var pods = new LauncherPods(parts.client(), parts.node());
        var sessions = new LauncherSessions(new SessionTools(
                parts.door(),
                background.executor(),
                background.timer(),
                SearchPace.NORMAL,
                background.clock(),
                pods::wake));
        pods.tell(sessions);
        var writes = new RecentWrites();
        var starter = new GuestStarter(parts.objects(), parts.config(), pods);
        var reconciler = new VmiReconciler(
                new VmiObserver(pods, sessions, writes),
                new VmiApplier(parts.objects(), sessions, starter, writes),
                pods,
                parts.node(),
                background.clock());
        return new GuestsOfNode(reconciler, pods, sessions);
    }

    /**
     * Only guests of the node, and all changes of them: what matters is in the status. Also of those that are being deleted,
     * which the framework keeps from a reconciler without a finalizer of its own unless it is told otherwise.
     */
    public static void scope(ControllerConfigurationOverrider<VirtualMachineInstance> overrider, String node) {
        overrider
                .withLabelSelector(KubeVirtLabels.NODE_NAME + "=" + node)
                .withGenerationAware(false)
                .withTriggerReconcilerOnAllEvents(true);
    }
}
