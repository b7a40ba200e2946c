package dev.yadori.handler;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.handler.deviceplugin.DevicePlugins;
import dev.yadori.handler.deviceplugin.LauncherDeviceNodes;
import dev.yadori.handler.heartbeat.Heartbeat;
import dev.yadori.handler.heartbeat.KubernetesNodeObject;
import dev.yadori.handler.heartbeat.NodeFiles;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What this node offers to guests, told to its kubelet, and to the cluster once this process can look after guests. */
final class NodePresence implements AutoCloseable {
    private static final Duration MOST_JITTER = Duration.ofSeconds(12);

    private final HandlerConfig config;
    private final KubernetesClient client;
    private final DevicePlugins devices;
    private volatile @Nullable Heartbeat heartbeat;

    private NodePresence(HandlerConfig config, KubernetesClient client, EventLoopGroup eventLoop, Executor executor)
            throws IOException {
        this.config = config;
        this.client = client;
        this.devices = DevicePlugins.start(
                config.devicePlugins(),
                new LauncherDeviceNodes(config.deviceNodes(), (int) LauncherPodLayout.USER),
                eventLoop,
                executor,
                Clock.systemUTC(),
                this::registrationChanged);
    }

    static NodePresence start(
            HandlerConfig config, KubernetesClient client, EventLoopGroup eventLoop, Executor executor)
            throws IOException {
        return new NodePresence(config, client, eventLoop, executor);
    }

    /** From now on guests may be put here, while kubelet knows the devices. */
    void announce() {
        heartbeat = Heartbeat.start(
                new KubernetesNodeObject(client, config.node()),
                new NodeFiles(config.nodeProbe(), config.kubeletDirectory()),
                devices::areRegistered,
                InstantSource.system(),
                () -> Duration.ofMillis(ThreadLocalRandom.current().nextLong(MOST_JITTER.toMillis())));
    }

    private void registrationChanged() {
        Heartbeat announced = heartbeat;
        if (announced != null) {
            announced.wake();
        }
    }

    /** Says so, before kubelet loses the devices. */
    @Override
    public void close() {
        Heartbeat announced = heartbeat;
        if (announced != null) {
            announced.close();
        }
        devices.close();
    }
}
