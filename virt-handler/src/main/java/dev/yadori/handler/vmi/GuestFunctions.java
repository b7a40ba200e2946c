package dev.yadori.handler.vmi;

import dev.yadori.crds.launcher.CardAddresses;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.handler.launch.GuestMemory;
import dev.yadori.handler.launcher.GuestLink;
import dev.yadori.handler.launcher.GuestLink.Joint;
import dev.yadori.handler.network.LinkNames;
import dev.yadori.handler.pod.PciAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which functions of the node's PCI bus are the guest's SR-IOV interfaces, as Multus has written it down. Whoever may patch
 * pods can write that as well: it says which of the pod's functions is for which interface, and whether they are the pod's is
 * found out elsewhere.
 */
sealed interface GuestFunctions {

    /** All of them are known; none, as a rule. */
    record Ready(List<GuestLink> links) implements GuestFunctions {
        public Ready {
            links = List.copyOf(links);
        }

        List<PciAddress> addresses() {
            return links.stream()
                    .flatMap(link -> link.joint() instanceof Joint.Function(var address, var _)
                            ? Stream.of(address)
                            : Stream.empty())
                    .toList();
        }

        /** Together with others, in the order of the object's interfaces. */
        List<GuestLink> among(List<GuestLink> others, VirtualMachineInstance vmi) {
            var byName = new HashMap<String, GuestLink>();
            Stream.concat(others.stream(), links.stream()).forEach(link -> byName.put(link.name(), link));
            var all = new ArrayList<GuestLink>();
            Objects.requireNonNull(vmi.getSpec(), "spec")
                    .interfaces()
                    .forEach(card ->
                            Optional.ofNullable(byName.remove(name(card))).ifPresent(all::add));
            others.stream().filter(link -> byName.containsKey(link.name())).forEach(all::add);
            return all;
        }
    }

    /** One is not known yet. */
    record NotYet(String reason) implements GuestFunctions {}

    /** Memory beside the guest's that libvirt has VFIO lock, for what devices show of themselves in memory. */
    long DEVICE_MEMORY_BYTES = 1L << 30;

    long MEBIBYTE = 1L << 20;

    static GuestFunctions of(VirtualMachineInstance vmi, Optional<LauncherPodObject> pod) {
        var spec = CardAddresses.onSecondaryNetworks(
                Objects.requireNonNull(vmi.getSpec(), "spec"), vmi.getMetadata().getUid());
        var wanted = spec.interfaces().stream()
                .filter(card -> card.sriov() != null && card.state() != LinkState.ABSENT)
                .toList();
        if (wanted.isEmpty()) {
            return new Ready(List.of());
        }
        Map<String, PciAddress> known = pod.map(
                        one -> MultusStatus.functions(one.getMetadata().getAnnotations()))
                .orElse(Map.of());
        var links = new ArrayList<GuestLink>();
        for (var card : wanted) {
            var link = LinkNames.secondary(name(card)).pod();
            var address = known.get(link);
            if (address == null) {
                return new NotYet("Multus has not said which function of the node is interface " + name(card));
            }
            var mac = Objects.requireNonNullElse(card.macAddress(), "");
            links.add(new GuestLink(name(card), link, List.of(), 0, new Joint.Function(address, mac)));
        }
        return new Ready(links);
    }

    /** What a device that reads and writes the guest's memory needs to stay in place. libvirt counts memory in whole MiB. */
    static long lockedBytes(VirtualMachineInstance vmi) {
        long guest = Optional.ofNullable(vmi.getSpec())
                .map(VirtualMachineInstanceSpec::domain)
                .flatMap(GuestMemory::of)
                .map(GuestMemory::bytes)
                .orElse(0L);
        return Math.ceilDiv(guest, MEBIBYTE) * MEBIBYTE + DEVICE_MEMORY_BYTES;
    }

    private static String name(Interface card) {
        return Objects.requireNonNullElse(card.name(), "");
    }
}
