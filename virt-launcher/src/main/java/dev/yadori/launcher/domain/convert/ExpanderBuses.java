package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.Card;
import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.Domain;
import dev.yadori.launcher.domain.GuestSlot;
import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.PciAddress;
import dev.yadori.launcher.domain.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Puts functions of the node behind buses of the guest that belong to a NUMA cell: the guest knows no other way to learn which
 * of its cells a function is near to. A function that has a place of its own stays there.
 */
final class ExpanderBuses {
    /** Buses are given out from the last one down, because firmware numbers those of the first bus from its own up. */
    private static final int BUSES = 256;

    private final List<Device> buses = new ArrayList<>();
    private final List<Device> moved;
    private int nextIndex;
    private int end = BUSES;

    private ExpanderBuses(Domain domain) {
        this.moved = new ArrayList<>(domain.devices());
        this.nextIndex = 1
                + domain.devices().stream()
                        .mapToInt(ExpanderBuses::lastBus)
                        .max()
                        .orElse(0);
    }

    static Domain add(Domain domain) {
        var placement = domain.cpu().placement();
        if (placement.functions().isEmpty()) {
            return domain;
        }
        var work = new ExpanderBuses(domain);
        for (int cell = 0; cell < placement.cells().size(); cell++) {
            work.bus(cell, placement);
        }
        return domain.withDevices(
                Stream.concat(work.buses.stream(), work.moved.stream()).toList());
    }

    /** Of the first bus or of one behind it: those with these numbers are there already, or libvirt makes them. */
    private static int lastBus(Device device) {
        return switch (device) {
            case Card card -> card.slot().address().map(PciAddress::bus).orElse(0);
            case Device.Controller(var kind, OptionalInt index)
            when kind == Device.ControllerKind.PCIE_ROOT_PORT -> index.orElse(0);
            default -> 0;
        };
    }

    private void bus(int cell, Placement placement) {
        var functions = moved.stream()
                .filter(device -> device instanceof HostFunction function
                        && function.slot().address().isEmpty()
                        && Integer.valueOf(cell).equals(placement.functions().get(function.name())))
                .map(HostFunction.class::cast)
                .toList();
        if (functions.isEmpty()) {
            return;
        }
        int bus = nextIndex++;
        end -= functions.size() + 1;
        buses.add(new Device.ExpanderBus(bus, end, cell));
        for (int slot = 0; slot < functions.size(); slot++) {
            int port = nextIndex++;
            buses.add(new Device.ExpanderPort(port, bus, slot));
            var function = functions.get(slot);
            moved.set(
                    moved.indexOf(function),
                    new HostFunction(
                            function.name(),
                            function.host(),
                            new GuestSlot(
                                    Optional.of(new PciAddress(0, port, 0, 0)),
                                    function.slot().acpiIndex()),
                            function.bootOrder(),
                            function.standby()));
        }
    }
}
