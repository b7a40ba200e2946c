package dev.yadori.handler.launch;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.Marker;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.util.List;
import java.util.Set;

/** The interfaces that a guest has, with the one that it gets if it names neither interfaces nor networks. */
public final class GuestInterfaces {
    /** Name of that interface and of its network. */
    public static final String DEFAULT_NAME = "default";

    private GuestInterfaces() {}

    /** In the order of the API, without those that are declared absent. */
    public static List<Interface> of(VirtualMachineInstanceSpec spec, Devices devices, ClusterConfig config) {
        if (devices.interfaces().isEmpty() && spec.networks().isEmpty()) {
            return Boolean.FALSE.equals(devices.autoattachPodInterface()) ? List.of() : List.of(onPodNetwork(config));
        }
        return devices.interfaces().stream()
                .filter(one -> one.state() != LinkState.ABSENT)
                .toList();
    }

    /** The specification with that interface and its network written out. */
    public static VirtualMachineInstanceSpec complete(VirtualMachineInstanceSpec spec, ClusterConfig config) {
        var domain = spec.domain();
        if (domain == null) {
            return spec;
        }
        var devices = Guest.devices(domain);
        var interfaces = of(spec, devices, config);
        if (interfaces.isEmpty() || !spec.networks().isEmpty()) {
            return spec;
        }
        var podNetwork = new Network(DEFAULT_NAME, new Network.PodNetwork(null, null), null, null);
        return spec.withDomain(domain.withDevices(devices.withInterfaces(interfaces)))
                .withNetworks(List.of(podNetwork));
    }

    /** The specification without the interfaces that the pod does not carry. */
    public static VirtualMachineInstanceSpec carried(VirtualMachineInstanceSpec spec, Set<String> names) {
        var domain = spec.domain();
        if (domain == null) {
            return spec;
        }
        var devices = Guest.devices(domain);
        return spec.withDomain(domain.withDevices(devices.withInterfaces(devices.interfaces().stream()
                .filter(one -> names.contains(String.valueOf(one.name())))
                .toList())));
    }

    private static Interface onPodNetwork(ClusterConfig config) {
        boolean bridge = config.networking().defaultBinding() == ClusterConfig.Binding.BRIDGE;
        var marker = new Marker();
        return new Interface(
                DEFAULT_NAME,
                bridge ? null : marker,
                bridge ? marker : null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null);
    }
}
