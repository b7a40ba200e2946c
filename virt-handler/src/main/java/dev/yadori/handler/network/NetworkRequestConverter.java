package dev.yadori.handler.network;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.InterfaceModel;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.Interface.PortProtocol;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.handler.network.NicRequest.NicBinding;
import dev.yadori.handler.network.NicRequest.PortRange;
import dev.yadori.handler.network.NicRequest.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The interfaces and networks of a VMI whose defaults have been set, as a request. Pure. */
public final class NetworkRequestConverter {

    private static final String INTERFACES = "spec.domain.devices.interfaces";
    private static final String IPV4_NETWORK = "10.0.2.0/24";
    private static final String IPV6_NETWORK = "fd10:0:2::/120";
    private static final int MOST_QUEUES = 256;

    private NetworkRequestConverter() {}

    /**
     * The request of a VMI that names its interfaces. Those that are to be absent, or need no plumbing, are left out. Where it names no networks,
     * each is on the pod network.
     *
     * @param mesh whether the VMI asks for the sidecar of a service mesh
     * @throws IllegalArgumentException naming the field that cannot be carried out
     */
    public static NetworkRequest convert(VirtualMachineInstanceSpec spec, boolean mesh) {
        List<Interface> interfaces = spec.interfaces();
        boolean multiqueue = Optional.ofNullable(spec.domain())
                .map(DomainSpec::devices)
                .map(Devices::networkInterfaceMultiqueue)
                .orElse(false);
        int queues = multiqueue ? queues(spec) : 1;
        List<NicRequest> nics = new ArrayList<>();
        for (int i = 0; i < interfaces.size(); i++) {
            Interface nic = interfaces.get(i);
            // A function of the node's card is not in the pod's namespace: there is nothing to plumb.
            if (nic.state() != LinkState.ABSENT && nic.sriov() == null) {
                String field = INTERFACES + "[" + i + "]";
                Network network = network(Objects.requireNonNullElse(nic.name(), ""), field, spec.networks());
                nics.add(nic(nic, network, queues, binding(nic, field, network, mesh)));
            }
        }
        return new NetworkRequest(nics, LauncherPodLayout.USER);
    }

    private static int queues(VirtualMachineInstanceSpec spec) {
        Optional<Cpu> cpu = Optional.ofNullable(spec.domain()).map(DomainSpec::cpu);
        int cpus = cpu.map(c -> one(c.sockets()) * one(c.cores()) * one(c.threads()))
                .orElse(1);
        return Math.min(MOST_QUEUES, cpus);
    }

    private static int one(@Nullable Integer count) {
        return count == null ? 1 : count;
    }

    private static NicRequest nic(Interface nic, Network network, int queues, NicBinding binding) {
        String name = Objects.requireNonNullElse(nic.name(), "");
        InterfaceModel model = Objects.requireNonNullElse(nic.model(), InterfaceModel.VIRTIO);
        return new NicRequest(
                name,
                links(network, name),
                binding,
                nic.ownMacAddress().map(MacAddress::parse),
                model == InterfaceModel.VIRTIO ? queues : 1);
    }

    private static Network network(String name, String field, List<Network> networks) {
        if (networks.isEmpty()) {
            return new Network(name, new Network.PodNetwork(null, null), null, null);
        }
        return networks.stream()
                .filter(candidate -> name.equals(candidate.name()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("%s.name: no network is named %s".formatted(field, name)));
    }

    private static LinkNames links(Network network, String name) {
        boolean primary = network.pod() != null
                || (network.multus() != null
                        && Boolean.TRUE.equals(network.multus().isDefault()));
        return primary ? LinkNames.PRIMARY : LinkNames.secondary(name);
    }

    private static NicBinding binding(Interface nic, String field, Network network, boolean mesh) {
        if (nic.masquerade() != null) {
            return new NicBinding.Masquerade(
                    prefix(network, Network.PodNetwork::vmNetworkCIDR, IPV4_NETWORK),
                    prefix(network, Network.PodNetwork::vmIPv6NetworkCIDR, IPV6_NETWORK),
                    ports(nic),
                    mesh);
        }
        if (nic.bridge() != null) {
            return new NicBinding.Bridge();
        }
        throw new IllegalArgumentException(field + ": neither masquerade nor bridge; nothing else is supported");
    }

    private static IpPrefix prefix(
            Network network, Function<Network.PodNetwork, @Nullable String> field, String otherwise) {
        String text = network.pod() == null ? null : field.apply(network.pod());
        return IpPrefix.parse(text == null || text.isEmpty() ? otherwise : text);
    }

    private static List<PortRange> ports(Interface nic) {
        return Stream.concat(
                        nic.ports().stream()
                                .filter(port -> port.port() != null)
                                .map(port -> new PortRange(
                                        protocol(port.protocol()), number(port.port()), number(port.port()))),
                        nic.portRanges().stream()
                                .map(range -> new PortRange(
                                        protocol(range.protocol()), number(range.start()), number(range.end()))))
                .toList();
    }

    private static int number(@Nullable Integer port) {
        return port == null ? 0 : port;
    }

    private static Protocol protocol(@Nullable PortProtocol protocol) {
        return protocol == PortProtocol.UDP ? Protocol.UDP : Protocol.TCP;
    }
}
