package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.HostDevice;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.InterfaceModel;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Devices of the node that the compute container asks for, by resource name. */
final class PodDevices {

    private static final String KVM = "devices.kubevirt.io/kvm";
    private static final String TUN = "devices.kubevirt.io/tun";
    private static final String VHOST_NET = "devices.kubevirt.io/vhost-net";

    private PodDevices() {}

    /**
     * What the guest's devices need.
     *
     * @param emulated whether the guest may have to do without the node's hypervisor
     */
    static Map<String, Quantity> of(Devices devices, NetworkResources networks, boolean emulated) {
        SortedMap<String, Integer> counts = new TreeMap<>(networks.counts());
        List<Interface> tapped = devices.interfaces().stream()
                .filter(network -> network.sriov() == null)
                .toList();
        if (!emulated) {
            counts.put(KVM, 1);
        }
        if (!tapped.isEmpty()) {
            counts.put(TUN, 1);
        }
        if (!emulated && tapped.stream().anyMatch(PodDevices::isVirtio)) {
            counts.put(VHOST_NET, 1);
        }
        Stream.concat(devices.gpus().stream(), devices.hostDevices().stream())
                .map(HostDevice::deviceName)
                .flatMap(Stream::ofNullable)
                .forEach(name -> counts.merge(name, 1, Integer::sum));
        var quantities = new TreeMap<String, Quantity>();
        counts.forEach((name, count) -> quantities.put(name, new Quantity(Integer.toString(count))));
        return quantities;
    }

    private static boolean isVirtio(Interface network) {
        return network.model() == null || network.model() == InterfaceModel.VIRTIO;
    }
}
