package dev.yadori.handler.launch;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.launcher.StandbyCards;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.InterfaceModel;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.proto.launcher.v1.Dhcp;
import dev.yadori.proto.launcher.v1.Ipv6Link;
import dev.yadori.proto.launcher.v1.NetworkInterface;
import dev.yadori.proto.launcher.v1.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cards, each on the tap that plumbing has made for it, or a function of the node. */
final class InterfaceMapper {
    private static final int MAX_QUEUES = 256;

    private InterfaceMapper() {}

    static List<NetworkInterface> interfaces(
            Guest guest, ClusterConfig config, LaunchFacts facts, int vcpus, FieldErrors errors) {
        var all = new ArrayList<NetworkInterface>();
        var asked = GuestInterfaces.of(guest.spec(), guest.devices(), config);
        var standbys = StandbyCards.of(asked);
        for (int i = 0; i < asked.size(); i++) {
            var path = "spec.domain.devices.interfaces[" + i + "]";
            var one = asked.get(i);
            check(one, path, errors);
            if (one.sriov() != null) {
                function(one, facts, standbys, path, errors).ifPresent(all::add);
                continue;
            }
            var link = facts.links().get(Objects.requireNonNullElse(one.name(), ""));
            if (link == null) {
                errors.add(path, "nothing in the pod is connected to it");
                continue;
            }
            var card = card(one, link, path, errors);
            if (Boolean.TRUE.equals(guest.devices().networkInterfaceMultiqueue())
                    && card.getModel() == NetworkInterface.Model.MODEL_VIRTIO) {
                card.setQueues(Math.min(vcpus, MAX_QUEUES));
            }
            all.add(card.setStandby(standbys.containsValue(card.getName())).build());
        }
        return all;
    }

    private static void check(Interface one, String path, FieldErrors errors) {
        errors.absent(path + ".passtBinding", one.passtBinding());
        errors.absent(path + ".slirp", one.slirp());
        errors.absent(path + ".macvtap", one.macvtap());
        errors.absent(path + ".passt", one.passt());
        errors.absent(path + ".binding", one.binding());
        errors.absent(path + ".tag", one.tag());
        if (one.state() == LinkState.UNRECOGNIZED) {
            errors.unsupported(path + ".state");
        }
    }

    /** Its carrier is the cable's. */
    private static Optional<NetworkInterface> function(
            Interface one, LaunchFacts facts, Map<String, String> standbys, String path, FieldErrors errors) {
        var name = Objects.requireNonNullElse(one.name(), "");
        var address = facts.functions().get(name);
        if (address == null) {
            errors.add(path, "the pod has no function of the node for it");
            return Optional.empty();
        }
        if (one.state() == LinkState.DOWN) {
            errors.unsupported(path + ".state");
        }
        return Optional.of(NetworkInterface.newBuilder()
                .setName(name)
                .setBootOrder(Objects.requireNonNullElse(one.bootOrder(), 0))
                .setAcpiIndex(Objects.requireNonNullElse(one.acpiIndex(), 0))
                .setFunction(NetworkInterface.HostFunction.newBuilder()
                        .setAddress(address)
                        .setGuestAddress(Objects.requireNonNullElse(one.pciAddress(), ""))
                        .setStandby(standbys.getOrDefault(name, "")))
                .build());
    }

    private static NetworkInterface.Builder card(
            Interface one, LaunchFacts.Link link, String path, FieldErrors errors) {
        var card = NetworkInterface.newBuilder()
                .setName(Objects.requireNonNullElse(one.name(), ""))
                .setModel(model(one.model(), path, errors))
                .setTap(link.tap())
                .setMac(link.mac())
                .setMtu(link.mtu())
                .setBootOrder(Objects.requireNonNullElse(one.bootOrder(), 0))
                .setGuestAddress(Objects.requireNonNullElse(one.pciAddress(), ""))
                .setAcpiIndex(Objects.requireNonNullElse(one.acpiIndex(), 0))
                .setLinkDown(one.state() == LinkState.DOWN);
        if (link.dhcp() != null) {
            card.setDhcp(dhcp(link.dhcp(), one.dhcpOptions()));
        }
        if (link.ipv6() != null) {
            card.setIpv6(Ipv6Link.newBuilder()
                    .setDevice(link.ipv6().device())
                    .setAddress(link.ipv6().address())
                    .setDefaultRouter(link.ipv6().defaultRouter())
                    .addAllRoutes(link.ipv6().routes()));
        }
        return card;
    }

    private static NetworkInterface.Model model(@Nullable InterfaceModel model, String path, FieldErrors errors) {
        return switch (Objects.requireNonNullElse(model, InterfaceModel.VIRTIO)) {
            case VIRTIO -> NetworkInterface.Model.MODEL_VIRTIO;
            case E1000 -> NetworkInterface.Model.MODEL_E1000;
            case E1000E -> NetworkInterface.Model.MODEL_E1000E;
            case IGB -> NetworkInterface.Model.MODEL_IGB;
            case NE2K_PCI -> NetworkInterface.Model.MODEL_NE2K_PCI;
            case PCNET -> NetworkInterface.Model.MODEL_PCNET;
            case RTL8139 -> NetworkInterface.Model.MODEL_RTL8139;
            case UNRECOGNIZED -> {
                errors.unsupported(path + ".model");
                yield NetworkInterface.Model.MODEL_UNSPECIFIED;
            }
        };
    }

    private static Dhcp dhcp(LaunchFacts.Lease lease, Interface.@Nullable DhcpOptions options) {
        var dhcp = Dhcp.newBuilder()
                .setDevice(lease.device())
                .setAddress(lease.address())
                .setServer(lease.server())
                .setRouter(Objects.requireNonNullElse(lease.router(), ""));
        for (var hop : lease.routes()) {
            dhcp.addRoutes(Route.newBuilder()
                    .setDestination(hop.destination())
                    .setGateway(Objects.requireNonNullElse(hop.gateway(), "")));
        }
        if (options != null) {
            dhcp.setTftpServerName(Objects.requireNonNullElse(options.tftpServerName(), ""))
                    .setBootFileName(Objects.requireNonNullElse(options.bootFileName(), ""))
                    .addAllNtpServers(options.ntpServers());
            for (var option : options.privateOptions()) {
                if (option.option() != null && option.value() != null) {
                    dhcp.putPrivateOptions(option.option(), option.value());
                }
            }
        }
        return dhcp.build();
    }
}
