package dev.yadori.handler.vmi;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.FakeLauncher;
import dev.yadori.handler.launcher.GrpcLauncherClient;
import dev.yadori.handler.launcher.GuestNetwork;
import dev.yadori.handler.launcher.LauncherDoor;
import dev.yadori.handler.pod.PciAddress;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One pod, in which a launcher may or may not answer. */
final class FakeDoor implements LauncherDoor, AutoCloseable {
    final AtomicInteger knocks = new AtomicInteger();
    final AtomicInteger plumbings = new AtomicInteger();
    final AtomicInteger openNetworks = new AtomicInteger();
    final AtomicReference<List<GuestNetwork.Image>> mounted = new AtomicReference<>(List.of());
    final AtomicReference<List<PciAddress>> claimed = new AtomicReference<>(List.of());
    final AtomicLong locked = new AtomicLong();
    final Set<PciAddress> ofOtherPods = ConcurrentHashMap.newKeySet();
    final List<String> handed = new CopyOnWriteArrayList<>();
    private GuestNetwork.@Nullable Connection connection = new GuestNetwork.Connection.Connected(Sample.links());
    private @Nullable Server server;
    private String name = "";
    private String pod = Sample.POD_UID;

    /** Another pod than the sample's. */
    synchronized void expects(String podUid) {
        pod = podUid;
    }

    /** The launcher's process comes up. */
    synchronized void serve(FakeLauncher launcher) {
        name = InProcessServerBuilder.generateName();
        try {
            server = InProcessServerBuilder.forName(name)
                    .addService(launcher)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The launcher's process dies. */
    synchronized void kill() {
        if (server != null) {
            server.shutdownNow();
            server = null;
        }
    }

    /** What plumbing leads to from now on; null: a failure. */
    synchronized void plumbs(GuestNetwork.@Nullable Connection result) {
        connection = result;
    }

    @Override
    public synchronized Opening open(String podUid) {
        knocks.incrementAndGet();
        if (server == null || !podUid.equals(pod)) {
            return new Opening.NotYet("no socket");
        }
        openNetworks.incrementAndGet();
        return new Opening.Opened(
                new GrpcLauncherClient(InProcessChannelBuilder.forName(name).build()), new Network());
    }

    @Override
    public void close() {
        kill();
    }

    private synchronized GuestNetwork.@Nullable Connection connection() {
        return connection;
    }

    private final class Network implements GuestNetwork {
        @Override
        public Connection connect(VirtualMachineInstance vmi, ClusterConfig config) throws IOException {
            plumbings.incrementAndGet();
            var result = connection();
            if (result == null) {
                throw new IOException("the pod has no address yet");
            }
            return result;
        }

        @Override
        public Connection reconnect(VirtualMachineInstance vmi, ClusterConfig config) throws IOException {
            return connect(vmi, config);
        }

        @Override
        public void mount(List<Image> images) {
            mounted.set(images);
        }

        @Override
        public void claim(List<PciAddress> functions, long lockedBytes) throws IOException {
            for (var function : functions) {
                if (ofOtherPods.contains(function)) {
                    throw new IOException("function %s is not the pod's".formatted(function));
                }
            }
            claimed.set(functions);
            locked.set(lockedBytes);
        }

        @Override
        public void handRouters(List<String> devices) {
            handed.addAll(devices);
        }

        @Override
        public void close() {
            openNetworks.decrementAndGet();
        }
    }
}
