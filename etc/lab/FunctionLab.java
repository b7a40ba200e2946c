import dev.yadori.handler.pod.FunctionClaim;
import dev.yadori.handler.pod.LauncherProcess;
import dev.yadori.handler.pod.LockedMemory;
import dev.yadori.handler.pod.PciAddress;
import dev.yadori.handler.pod.PciBus;
import dev.yadori.handler.pod.PeerCheck;
import dev.yadori.handler.pod.PeerVerdict;
import dev.yadori.handler.pod.PodUid;
import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.NetworkInterface;
import dev.yadori.launcher.domain.xml.DomainXml;
import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.Hypervisor.DeviceChange;
import dev.yadori.launcher.hypervisor.Observation;
import dev.yadori.launcher.hypervisor.libvirt.LibvirtHypervisor;
import dev.yadori.launcher.net.MacAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** What virt-handler and virt-launcher do with a function, one after the other; each step is a line. See etc/function-lab. */
public final class FunctionLab {
    private static final UUID GUEST = new UUID(7, 8);
    private static final int USER = 65534;
    private static final long LOCKED = (256L << 20) + (1L << 30);
    /** What is emulated in what is emulated is slow, and slower on a machine that does other things. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(10);

    private static final Duration PING = Duration.ofMillis(200);
    private static final Pattern ANSWER = Pattern.compile("bytes from .* seq=([0-9]+) ");
    private static final Pattern HEARD = Pattern.compile("function has heard ([0-9]+)");
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

    /** The pod's function, that of another, the pod, its process, libvirt's socket, the lab's folder and where the guest writes. */
    public static void main(String[] words) throws Exception {
        var lab = new FunctionLab(new PodUid(words[2]), Integer.parseInt(words[3]), words[4]);
        lab.run(words[0], words[1]);
        lab.runWithStandby(words[0], Path.of(words[5]), Path.of(words[6]));
        System.out.println("LAB PASSED");
        System.exit(0);
    }

    private interface Step {
        void take() throws Exception;
    }

    private void run(String function, String other) throws Exception {
        var device = DomainXml.of(new HostFunction(
                "fast", dev.yadori.launcher.domain.PciAddress.parse(function), Optional.empty(), OptionalInt.empty(), Optional.empty()));
        Step plug = () -> plug(device);

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
        hypervisor.define(DOMAIN.formatted(GUEST, body(device, "<hostdev")));
        hypervisor.start(GUEST, false);
        expect("started with it", List.of("fast"));
        hypervisor.destroy(GUEST);
    }

    /** A system in the guest goes on by the standby while the function is away, as it is during a migration. */
    private void runWithStandby(String function, Path lab, Path serial) throws Exception {
        var standby = DomainXml.of(new NetworkInterface(
                "calm",
                NetworkInterface.Model.VIRTIO,
                "tap0",
                MacAddress.parse("02:00:00:00:00:0a"),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                NetworkInterface.LinkState.UP,
                true));
        var device = DomainXml.of(new HostFunction(
                "fast",
                dev.yadori.launcher.domain.PciAddress.parse(function),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of("calm")));
        var console = "<serial type='file'><source path='%s'/></serial>".formatted(serial);
        claim(function);
        hypervisor.define(DOMAIN.formatted(GUEST, body(standby, "<interface") + body(device, "<hostdev") + console)
                .replace(">64<", ">256<")
                .replace(
                        "hvm</type>",
                        "hvm</type><kernel>%s/vmlinuz</kernel><initrd>%s/guest.gz</initrd><cmdline>console=ttyS0 quiet</cmdline>"
                                .formatted(lab, lab)));
        hypervisor.start(GUEST, false);
        await("answers by the function", () -> last(HEARD, serial) > 20 && last(ANSWER, serial) > 20);
        expect("started with a standby, and answers come by the function", List.of("calm", "fast"));

        long unplugged = last(ANSWER, serial);
        hypervisor.unplug(GUEST, "ua-sriov-fast");
        await("the guest lets the function go", () -> cards().size() == 1);
        more(serial);
        expect("unplugged, and answers come by the standby", List.of("calm"));

        long plugged = last(ANSWER, serial);
        long before = Files.readString(serial).length();
        plug(device);
        await("answers by the function again", () -> {
            var since = Files.readString(serial).substring((int) before);
            return HEARD.matcher(since).results().count() > 5 && last(HEARD, serial) > 20;
        });
        more(serial);
        expect("plugged again, and answers come by the function", List.of("calm", "fast"));
        hypervisor.destroy(GUEST);
        var goes = gap("goes", serial, unplugged, plugged);
        var comes = gap("comes", serial, plugged, Long.MAX_VALUE);
        if (goes.compareTo(LONGEST_GAP) > 0 || comes.compareTo(LONGEST_GAP) > 0) {
            throw new IllegalStateException("the guest was without a link for too long");
        }
    }

    private void plug(String device) throws Exception {
        hypervisor.change(GUEST, DeviceChange.PLUG, device);
    }

    /** Until ten more answers have come. */
    private void more(Path serial) throws Exception {
        long now = last(ANSWER, serial);
        await("more answers", () -> last(ANSWER, serial) > now + 10);
    }

    private static Duration gap(String what, Path serial, long from, long until) throws Exception {
        var answers = ANSWER.matcher(Files.readString(serial))
                .results()
                .map(answer -> Long.parseLong(answer.group(1)))
                .filter(number -> from <= number && number <= until)
                .toList();
        long most = 0;
        for (int i = 1; i < answers.size(); i++) {
            most = Math.max(most, answers.get(i) - answers.get(i - 1));
        }
        var gap = PING.multipliedBy(most);
        System.out.println("lab: while the function " + what + ", the longest time between two of " + answers.size()
                + " answers was " + gap.toMillis() + " ms");
        return gap;
    }

    private static long last(Pattern pattern, Path serial) throws Exception {
        return Files.exists(serial)
                ? pattern.matcher(Files.readString(serial))
                        .results()
                        .mapToLong(found -> Long.parseLong(found.group(1)))
                        .reduce((_, second) -> second)
                        .orElse(0)
                : 0;
    }

    private static String body(String device, String element) {
        return device.substring(device.indexOf(element));
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        for (int tries = 0; tries < 3000; tries++) {
            if (condition.call()) {
                return;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("not seen: " + what);
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
