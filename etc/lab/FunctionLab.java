import dev.yadori.handler.pod.FunctionClaim;
import dev.yadori.handler.pod.LauncherProcess;
import dev.yadori.handler.pod.LockedMemory;
import dev.yadori.handler.pod.PciAddress;
import dev.yadori.handler.pod.PciBus;
import dev.yadori.handler.pod.PeerCheck;
import dev.yadori.handler.pod.PeerVerdict;
import dev.yadori.handler.pod.PodUid;
import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.xml.DomainXml;
import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.Hypervisor.DeviceChange;
import dev.yadori.launcher.hypervisor.Observation;
import dev.yadori.launcher.hypervisor.libvirt.LibvirtHypervisor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** What virt-handler and virt-launcher do with a function, one after the other; each step is a line. See etc/function-lab. */
public final class FunctionLab {
    private static final UUID GUEST = new UUID(7, 8);
    private static final int USER = 65534;
    private static final long LOCKED = (64L << 20) + (1L << 30);
    private static final String DOMAIN = """
            <domain type='qemu'>
              <name>guest</name>
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

    private final FunctionClaim claim = new FunctionClaim(
            new PciBus(Path.of("/sys")), new LockedMemory(Path.of("/proc")), Path.of("/dev"), USER);
    private final LibvirtHypervisor hypervisor;
    private final PodUid pod;
    private final LauncherProcess libvirtd;

    private FunctionLab(PodUid pod, int libvirtd, String socket) {
        this.pod = pod;
        this.libvirtd = ((PeerVerdict.Trusted) new PeerCheck(Path.of("/proc"), USER).verify(libvirtd, USER, pod)).process();
        hypervisor = new LibvirtHypervisor("qemu+unix:///session?socket=" + socket, "/usr/bin/qemu-system-x86_64");
    }

    /** The pod's function, that of another, the pod, its process and libvirt's socket. */
    public static void main(String[] words) throws Exception {
        new FunctionLab(new PodUid(words[2]), Integer.parseInt(words[3]), words[4]).run(words[0], words[1]);
        System.out.println("LAB PASSED");
        System.exit(0);
    }

    private interface Step {
        void take() throws Exception;
    }

    private void run(String function, String other) throws Exception {
        var device = DomainXml.of(new HostFunction(
                "fast", dev.yadori.launcher.domain.PciAddress.parse(function), Optional.empty(), OptionalInt.empty()));
        Step plug = () -> hypervisor.change(GUEST, DeviceChange.PLUG, device);

        hypervisor.observe(GUEST);
        hypervisor.define(DOMAIN.formatted(GUEST, ""));
        hypervisor.start(GUEST, false);
        refused("plugging before virt-handler has done anything", plug);
        refused("the function of another", () -> claim(other));
        claim(function);
        plug.take();
        expect("plugged", List.of("fast"));
        hypervisor.unplug(GUEST, cards().getFirst().alias());
        hypervisor.reset(GUEST);
        awaitNone();
        claim(function);
        plug.take();
        expect("plugged again", List.of("fast"));
        hypervisor.destroy(GUEST);
        hypervisor.define(DOMAIN.formatted(GUEST, device.substring(device.indexOf("<hostdev"))));
        hypervisor.start(GUEST, false);
        expect("started with it", List.of("fast"));
        hypervisor.destroy(GUEST);
    }

    private void claim(String function) throws Exception {
        claim.claim(pod, libvirtd, List.of(new PciAddress(function)), LOCKED);
    }

    private List<DomainFacts.Card> cards() {
        return ((Observation.Present) hypervisor.observe(GUEST)).facts().cards();
    }

    private void expect(String step, List<String> names) {
        var found = cards().stream().map(DomainFacts.Card::name).toList();
        if (!found.equals(names)) {
            throw new IllegalStateException(step + ": " + found);
        }
        System.out.println("lab: " + step);
    }

    private void awaitNone() throws InterruptedException {
        for (int tries = 0; tries < 600 && !cards().isEmpty(); tries++) {
            Thread.sleep(100);
        }
        expect("unplugged", List.of());
    }

    private static void refused(String step, Step attempt) {
        try {
            attempt.take();
        } catch (Exception refusal) {
            System.out.println("lab: refused, as it should be: " + step + ": " + refusal.getMessage());
            return;
        }
        throw new IllegalStateException("not refused: " + step);
    }
}
