package dev.yadori.handler.launcher;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.launcher.CardAddresses;
import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.handler.launch.GuestInterfaces;
import dev.yadori.handler.launch.LaunchFacts;
import dev.yadori.handler.network.NetworkRequest;
import dev.yadori.handler.network.NetworkRequestConverter;
import dev.yadori.handler.network.NicFacts;
import dev.yadori.handler.network.Plumbing;
import dev.yadori.handler.network.PodNetwork;
import dev.yadori.handler.pod.ContainerId;
import dev.yadori.handler.pod.ImageMounts;
import dev.yadori.handler.pod.LauncherEndpoint;
import dev.yadori.handler.pod.LauncherProcess;
import dev.yadori.handler.pod.PciAddress;
import dev.yadori.handler.pod.PeerVerdict;
import dev.yadori.handler.pod.PodNetns;
import dev.yadori.handler.pod.PodSupplies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pod whose launcher was found, and the process in it that answered. */
final class AdoptedPod implements GuestNetwork {
    private final LauncherEndpoint endpoint;
    private final PodNetwork network;
    private final PodSupplies supplies;
    private final RouterHandover routers;
    private final ReentrantLock plumbing = new ReentrantLock();
    private @Nullable LauncherProcess launcher;
    private boolean closed;

    AdoptedPod(LauncherEndpoint endpoint, PodNetwork network, PodSupplies supplies, RouterHandover routers) {
        this.endpoint = endpoint;
        this.network = network;
        this.supplies = supplies;
        this.routers = routers;
    }

    /** Keeps the process of the connection that is up, or gives the reason to hang up. */
    synchronized Optional<String> accept(PeerVerdict verdict) {
        return switch (verdict) {
            case PeerVerdict.Refused(var reason) -> Optional.of(reason);
            case PeerVerdict.Trusted(var process) -> {
                release();
                if (closed) {
                    process.close();
                    yield Optional.of("nobody asks any more");
                }
                launcher = process;
                yield Optional.empty();
            }
        };
    }

    @Override
    public Connection connect(VirtualMachineInstance vmi, ClusterConfig config)
            throws IOException, InterruptedException {
        return connect(vmi, config, UnaryOperator.identity());
    }

    @Override
    public Connection reconnect(VirtualMachineInstance vmi, ClusterConfig config)
            throws IOException, InterruptedException {
        return connect(vmi, config, NetworkRequest::whereLinked);
    }

    private Connection connect(VirtualMachineInstance vmi, ClusterConfig config, UnaryOperator<NetworkRequest> scope)
            throws IOException, InterruptedException {
        VirtualMachineInstanceSpec spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        NetworkRequest request;
        try {
            request = NetworkRequestConverter.convert(
                    CardAddresses.onSecondaryNetworks(
                            GuestInterfaces.complete(spec, config),
                            vmi.getMetadata().getUid()),
                    isInMesh(vmi));
        } catch (IllegalArgumentException impossible) {
            return new Connection.Impossible(String.valueOf(impossible.getMessage()));
        }
        claimDevices(spec);
        return connect(scope.apply(request));
    }

    /** As the object says, not the pod. */
    private static boolean isInMesh(VirtualMachineInstance vmi) {
        Map<String, String> annotations = vmi.getMetadata().getAnnotations();
        return annotations != null && "true".equals(annotations.get(KubeVirtAnnotations.ISTIO_INJECT));
    }

    /** One at a time: two that plumb one namespace would get into each other's way. */
    private Connection connect(NetworkRequest request) throws IOException, InterruptedException {
        plumbing.lockInterruptibly();
        try (var netns = openNetns()) {
            return switch (network.plumb(netns, request)) {
                case Plumbing.Plumbed(var nics) -> {
                    hand(
                            netns,
                            nics.stream()
                                    .flatMap(nic -> nic.ipv6().stream())
                                    .map(NicFacts.Ipv6Facts::device)
                                    .toList());
                    yield new Connection.Connected(
                            nics.stream().map(AdoptedPod::link).toList());
                }
                case Plumbing.Impossible(var reason) -> new Connection.Impossible(reason);
            };
        } finally {
            plumbing.unlock();
        }
    }

    @Override
    public void handRouters(List<String> devices) throws IOException, InterruptedException {
        plumbing.lockInterruptibly();
        try (var netns = openNetns()) {
            hand(netns, devices);
        } finally {
            plumbing.unlock();
        }
    }

    private void hand(PodNetns netns, List<String> devices) throws IOException, InterruptedException {
        LauncherProcess process;
        synchronized (this) {
            process = launcher;
        }
        if (process == null) {
            throw new IOException("the launcher is not connected");
        }
        routers.hand(process, netns, devices);
    }

    /** The launcher is asked to open them as soon as it is plumbed. */
    private synchronized void claimDevices(VirtualMachineInstanceSpec spec) throws IOException {
        if (launcher == null) {
            throw new IOException("the launcher is not connected");
        }
        var claims = Stream.ofNullable(spec.volumes())
                .flatMap(List::stream)
                .filter(volume -> volume.persistentVolumeClaim() != null || volume.ephemeral() != null)
                .map(volume -> Path.of(LauncherPodLayout.blockClaimPath(String.valueOf(volume.name()))))
                .toList();
        supplies.devices().claim(launcher, claims);
    }

    @Override
    public synchronized void claim(List<PciAddress> functions, long lockedBytes) throws IOException {
        if (functions.isEmpty()) {
            return;
        }
        if (launcher == null) {
            throw new IOException("the launcher is not connected");
        }
        supplies.functions().claim(endpoint.pod(), launcher, functions, lockedBytes);
    }

    @Override
    public void mount(List<Image> images) throws IOException, InterruptedException {
        var wanted = new ArrayList<ImageMounts.Image>();
        for (Image image : images) {
            var container = ContainerId.ofStatus(image.containerId())
                    .orElseThrow(() -> new IOException("the container with the image of " + image.path()
                            + " has the strange id " + image.containerId()));
            wanted.add(new ImageMounts.Image(image.path(), container));
        }
        if (!wanted.isEmpty()) {
            mountAll(wanted);
        }
    }

    private synchronized void mountAll(List<ImageMounts.Image> images) throws IOException, InterruptedException {
        if (launcher == null) {
            throw new IOException("the launcher is not connected");
        }
        supplies.images().mount(endpoint.pod(), launcher, images);
    }

    private synchronized PodNetns openNetns() throws IOException {
        if (launcher == null) {
            throw new IOException("the launcher is not connected");
        }
        return launcher.openNetns();
    }

    private static GuestLink link(NicFacts nic) {
        return new GuestLink(
                nic.name(),
                nic.links().pod(),
                nic.addresses().stream().map(Object::toString).toList(),
                nic.shape().queues(),
                new GuestLink.Joint.Tap(new LaunchFacts.Link(
                        nic.links().tap(),
                        nic.mac().toString(),
                        nic.shape().mtu(),
                        nic.dhcp().map(AdoptedPod::lease).orElse(null),
                        nic.ipv6().map(AdoptedPod::ipv6).orElse(null))));
    }

    private static LaunchFacts.Ipv6 ipv6(NicFacts.Ipv6Facts facts) {
        return new LaunchFacts.Ipv6(
                facts.device(),
                facts.address().toString(),
                facts.defaultRouter(),
                facts.routes().stream().map(Object::toString).toList());
    }

    private static LaunchFacts.Lease lease(NicFacts.DhcpFacts dhcp) {
        return new LaunchFacts.Lease(
                dhcp.device(),
                dhcp.address().toString(),
                dhcp.server().toString(),
                dhcp.router().map(Object::toString).orElse(null),
                dhcp.routes().stream()
                        .map(route -> new LaunchFacts.Hop(
                                route.destination().toString(),
                                route.gateway().map(Object::toString).orElse(null)))
                        .toList());
    }

    @Override
    public synchronized void close() {
        closed = true;
        release();
        endpoint.close();
    }

    private void release() {
        if (launcher != null) {
            launcher.close();
            launcher = null;
        }
    }
}
