package dev.yadori.handler.vmi;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.LauncherDoor;
import dev.yadori.handler.migration.SourceWire;
import dev.yadori.handler.migration.TargetDesk;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * Everything that looks after the guests of one node, wired up.
 *
 * @param reconciler to register with the operator, by {@link #scope}
 */
public record GuestsOfNode(
        VmiReconciler reconciler, TargetReconciler target, LauncherPods pods, LauncherSessions sessions) {

    /** What is watched of a node's guests. */
    public static final List<Class<? extends HasMetadata>> WATCHED =
            List.of(VirtualMachineInstance.class, LauncherPodObject.class);

    /** What it is made of. */
    public record Parts(
            KubernetesClient client,
            GuestObjects objects,
            LauncherDoor door,
            Supplier<ClusterConfig> config,
            Background background,
            Moves moves,
            String node) {}

    /**
     * How guests come and go.
     *
     * @param address under which other handlers reach this one
     */
    public record Moves(SourceWire wire, TargetDesk desk, String address, int port) {}

    /** Who works and who waits. */
    public record Background(Executor executor, ScheduledExecutorService timer, InstantSource clock) {}

    public static GuestsOfNode of(Parts parts) {
        var background = parts.background();
        var pods = new LauncherPods(parts.client(), parts.node());
        var tools = new SessionTools(
                parts.door(),
                background.executor(),
                background.timer(),
                SearchPace.NORMAL,
                background.clock(),
                pods::wake);
        var sessions = new LauncherSessions(tools);
        pods.tell(sessions);
        var writes = new RecentWrites();
        var starter = new GuestStarter(parts.objects(), parts.config(), pods);
        var moves = parts.moves();
        var departures = new Departures(moves.wire(), parts.objects(), sessions, tools, parts.node());
        var target = new TargetReconciler(
                pods,
                sessions,
                new TargetApplier(parts.objects(), sessions, starter, moves.desk(), parts.node()),
                new TargetPlanner.Address(parts.node(), moves.address(), moves.port()),
                background.clock());
        pods.alsoWake(departures::consider);
        pods.alsoWake(target::wake);
        var reconciler = new VmiReconciler(
                new VmiObserver(pods, sessions, writes),
                new VmiApplier(parts.objects(), sessions, starter, writes, departures),
                pods,
                parts.node(),
                background.clock());
        return new GuestsOfNode(reconciler, target, pods, sessions);
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
