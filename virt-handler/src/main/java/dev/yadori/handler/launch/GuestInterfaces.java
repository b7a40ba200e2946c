package dev.yadori.handler.launch;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.Marker;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.util.List;

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
