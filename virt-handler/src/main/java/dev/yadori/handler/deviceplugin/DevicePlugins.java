package dev.yadori.handler.deviceplugin;

import dev.yadori.handler.deviceplugin.FolderWatch.Watched;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The device plugins of this node, kept registered with whatever kubelet there is until they are closed. */
public final class DevicePlugins implements AutoCloseable {

    private final List<DevicePlugin> plugins;
    private final BlockingQueue<Boolean> signals = new LinkedBlockingQueue<>();
    private final FolderWatch watch;
    private final Clock clock;
    private final Runnable registrationChanged;
    private final Thread thread;
    private volatile boolean closed;

    private DevicePlugins(
            DevicePluginConfig config,
            DeviceNodes nodes,
            EventLoopGroup eventLoop,
            Executor executor,
            Clock clock,
            Runnable registrationChanged)
            throws IOException {
        NodeProbe probe = new NodeProbe(config, nodes);
        PluginSockets sockets = new PluginSockets(config.paths().plugins(), eventLoop, executor);
        this.plugins = Stream.of(NodeDevice.values())
                .map(device -> new DevicePlugin(device, probe, config, sockets, this::wake))
                .toList();
        this.clock = clock;
        this.registrationChanged = registrationChanged;
        this.watch = new FolderWatch(folders(config.paths()), this::wake);
        this.thread = Thread.ofPlatform().name("device-plugins").daemon().unstarted(this::run);
    }

    /**
     * Starts them.
     *
     * @param nodes what containers get
     * @param eventLoop of epoll
     * @param executor for calls of kubelet
     * @param registrationChanged called after {@link #areRegistered} has changed
     */
    public static DevicePlugins start(
            DevicePluginConfig config,
            DeviceNodes nodes,
            EventLoopGroup eventLoop,
            Executor executor,
            Clock clock,
            Runnable registrationChanged)
            throws IOException {
        DevicePlugins plugins = new DevicePlugins(config, nodes, eventLoop, executor, clock, registrationChanged);
        plugins.thread.start();
        return plugins;
    }

    /** Whether the kubelet of now knows all of them. */
    public boolean areRegistered() {
        return plugins.stream().allMatch(DevicePlugin::isRegistered);
    }

    private static List<Watched> folders(DevicePluginConfig.Paths paths) {
        Stream<Watched> devices = Stream.of(NodeDevice.values())
                .map(device ->
                        paths.devices().resolve(device.path()).toAbsolutePath().getParent())
                .flatMap(Stream::ofNullable)
                .distinct()
                .map(folder -> new Watched(folder, false));
        return Stream.concat(Stream.of(new Watched(paths.plugins(), false), new Watched(paths.probe(), true)), devices)
                .toList();
    }

    private void wake() {
        signals.add(true);
    }

    private void run() {
        try {
            while (!closed) {
                boolean before = areRegistered();
                watch.renew();
                Instant now = clock.instant();
                Optional<Instant> next = plugins.stream()
                        .map(plugin -> plugin.look(now))
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder());
                if (areRegistered() != before) {
                    registrationChanged.run();
                }
                await(next);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            plugins.forEach(DevicePlugin::stop);
        }
    }

    private void await(Optional<Instant> next) throws InterruptedException {
        if (next.isEmpty()) {
            signals.take();
        } else {
            Duration wait = Duration.between(clock.instant(), next.get());
            signals.poll(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
        }
        signals.clear();
    }

    /** Ends them; kubelet gives none of the devices to new pods from then on. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            watch.close();
            thread.join(Duration.ofSeconds(10));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
