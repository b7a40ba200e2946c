import dev.yadori.launcher.domain.GuestSlot;
import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.NetworkInterface;
import dev.yadori.launcher.domain.PciAddress;
import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;

/** What the guests of the lab are made of, and how they are looked at. */
final class GuestOfLab {
    private static final String DOMAIN = """
            <domain type='%s'>
              <name>%s</name>
              <uuid>%s</uuid>
              <memory unit='MiB'>64</memory>
              <vcpu>1</vcpu>
              <os><type arch='x86_64' machine='q35'>hvm</type></os>
              <features><acpi/></features>
              <on_reboot>restart</on_reboot>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator>
                <controller type='usb' model='none'/>
                <controller type='pci' model='pcie-root'/>
                <controller type='pci' model='pcie-root-port'/>
                <controller type='pci' model='pcie-root-port'/>
                <memballoon model='none'/>
                %s
              </devices>
            </domain>
            """;

    private GuestOfLab() {}

    /** The type is libvirt's word: kvm, or qemu for one that is emulated. */
    static String domain(String type, UUID guest, String name, String devices) {
        return DOMAIN.formatted(type, name, guest, devices);
    }

    /** With a standby, where it has a name. */
    static HostFunction function(String address, String standby) {
        return new HostFunction(
                "fast",
                PciAddress.parse(address),
                GuestSlot.ANY,
                OptionalInt.empty(),
                Optional.of(standby).filter(name -> !name.isEmpty()));
    }

    static NetworkInterface card(String name, String tap, String mac, boolean standby) {
        return new NetworkInterface(
                name,
                NetworkInterface.Model.VIRTIO,
                tap,
                MacAddress.parse(mac),
                OptionalInt.empty(),
                OptionalInt.empty(),
                GuestSlot.ANY,
                OptionalInt.empty(),
                NetworkInterface.LinkState.UP,
                standby);
    }

    static String body(String device, String element) {
        return device.substring(device.indexOf(element));
    }

    static void expect(Side side, UUID guest, String step, List<String> names) {
        var found = side.cards(guest).stream().map(DomainFacts.Card::name).toList();
        if (!found.equals(names)) {
            throw new IllegalStateException(step + ": " + found);
        }
        System.out.println("lab: " + step);
    }

    static void await(String what, Callable<Boolean> condition) throws Exception {
        for (int tries = 0; tries < 3000; tries++) {
            if (condition.call()) {
                return;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("not seen: " + what);
    }
}
