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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** What virt-handler and virt-launcher do with a function, one after the other; each step is a line. See etc/function-lab. */
public final class FunctionLab {
    private static final UUID GUEST = new UUID(7, 8);
    private static final int USER = 107;
    private static final long LOCKED = (256L << 20) + (1L << 30);
    /** What is emulated in what is emulated is slow, and slower on a machine that does other things. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(30);

    private static final int ROUNDS = 3;
    private static final String MAC = "02:00:00:00:00:0a";
    /** Asked by the function or its standby, and by a card that stays. */
    private static final String OUTSIDE = "10.9.9.1";

    private static final String ELSEWHERE = "10.9.8.1";
    private static final String INSIDE = "10.9.9.2";
    private static final Duration DEAF = Duration.ofSeconds(5);
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
    private final Path outside = Path.of("/run/lab/outside");
    private final Timeline timeline = new Timeline();
    private final PodUid pod;
    /** Of the bridge, at which the functions are. */
    private final String port;

    private final LauncherProcess libvirtd;

    private FunctionLab(PodUid pod, int libvirtd, String socket, String port) {
        this.pod = pod;
        this.port = port;
        this.libvirtd = ((PeerVerdict.Trusted) new PeerCheck(Path.of("/proc"), USER).verify(libvirtd, USER, pod)).process();
        hypervisor = new LibvirtHypervisor("qemu+unix:///session?socket=" + socket, "/usr/bin/qemu-system-x86_64");
    }

    /** The pod's function, that of another, the pod, its process, libvirt's socket, where the guest writes, and the bridge's port. */
    public static void main(String[] words) throws Exception {
        var lab = new FunctionLab(new PodUid(words[2]), Integer.parseInt(words[3]), words[4], words[6]);
        lab.run(words[0], words[1]);
        lab.runWithStandby(words[0], Path.of(words[5]));
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
    private void runWithStandby(String function, Path serial) throws Exception {
        var standby = DomainXml.of(card("calm", "tap0", MAC, true));
        var device = DomainXml.of(new HostFunction(
                "fast",
                dev.yadori.launcher.domain.PciAddress.parse(function),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of("calm")));
        var other = DomainXml.of(card("other", "tap1", "02:00:00:00:00:0b", false));
        var console = "<serial type='file'><source path='%s'/></serial>".formatted(serial);
        claim(function);
        hypervisor.define(DOMAIN.formatted(
                        GUEST, body(standby, "<interface") + body(other, "<interface") + body(device, "<hostdev") + console)
                .replace(">64<", ">256<")
                .replace(
                        "hvm</type>",
                        "hvm</type><kernel>/lab/vmlinux</kernel><initrd>/lab/guest.gz</initrd>"
                                + "<cmdline>console=ttyS0 quiet no_timer_check mitigations=off ipv6.disable=1</cmdline>"));
        hypervisor.start(GUEST, false);
        timeline.follow("guest", serial);
        timeline.follow("bridge", serial.resolveSibling("bridge"));
        hypervisor.onChange(() -> timeline.note("libvirt tells something"));
        await("answers by the function", () -> heard() > 20);
        expect("started with a standby, and answers come by the function", List.of("calm", "other", "fast"));
        if (!said("has the address " + MAC)) {
            throw new IllegalStateException("the function has not the address that the card holds for it");
        }
        var longest = Duration.ZERO;
        for (int round = 1; round <= ROUNDS; round++) {
            longest = Collections.max(List.of(longest, goes(round), comes(round, device)));
        }
        listens();
        hypervisor.destroy(GUEST);
        if (longest.compareTo(LONGEST_GAP) > 0) {
            throw new IllegalStateException("the guest was without a link for too long");
        }
    }

    private static NetworkInterface card(String name, String tap, String mac, boolean standby) {
        return new NetworkInterface(
                name,
                NetworkInterface.Model.VIRTIO,
                tap,
                MacAddress.parse(mac),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                NetworkInterface.LinkState.UP,
                standby);
    }

    private Duration goes(int round) throws Exception {
        var begin = Instant.now();
        timeline.note("the guest is asked to let the function go");
        hypervisor.unplug(GUEST, "ua-sriov-fast");
        timeline.note("the guest was asked");
        await("the guest lets the function go", () -> cards().size() == 2);
        timeline.note("the function is gone");
        more();
        expect("unplugged, and answers come by the standby", List.of("calm", "other"));
        return gap(round, "goes", begin);
    }

    private Duration comes(int round, String device) throws Exception {
        var begin = Instant.now();
        timeline.note("the function is plugged");
        plug(device);
        timeline.note("the function was plugged");
        await("answers by the function again", () -> heardSince(begin) > 3 && heard() > 20);
        more();
        expect("plugged again, and answers come by the function", List.of("calm", "other", "fast"));
        return gap(round, "comes", begin);
    }

    /** A guest that sends nothing is looked for where the function was, until its network is told. */
    private void listens() throws Exception {
        new ProcessBuilder("busybox", "nc", "10.9.8.2", "7")
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        await("the guest only listens", () -> said("guest: only listens"));
        new ProcessBuilder("busybox", "ping", "-i", "0.1", INSIDE)
                .redirectOutput(outside.toFile())
                .start();
        timeline.follow("outside", outside);
        await("answers of the guest", () -> answers(Instant.EPOCH) > 20);
        hypervisor.unplug(GUEST, "ua-sriov-fast");
        await("the guest lets the function go", () -> cards().size() == 2);
        becomesDeaf();
        var announced = Instant.now();
        hypervisor.announce(GUEST);
        await("answers of the guest by the standby", () -> answers(announced) > 20);
        timeline.print(announced);
        var first = Duration.between(
                announced, timeline.answers(INSIDE, announced).getFirst().at());
        System.out.println("lab: a guest that only listens: no answer in %d s without the function, the next %d ms after the announcement"
                .formatted(DEAF.toSeconds(), first.toMillis()));
        if (first.compareTo(LONGEST_GAP) > 0) {
            throw new IllegalStateException("it was not the announcement that the network heard of");
        }
    }

    /**
     * The way to the function is kept until nothing has come for a while: an answer that is so late that it is sent by the standby
     * tells the network as well as an announcement does. The entry is one that does not age.
     */
    private void becomesDeaf() throws Exception {
        for (int tries = 0; tries < 20; tries++) {
            var replaced = new ProcessBuilder("bridge", "fdb", "replace", MAC, "dev", port, "master", "static")
                    .inheritIO()
                    .start();
            if (replaced.waitFor() != 0) {
                throw new IllegalStateException("the bridge cannot be told where the function was");
            }
            var kept = Instant.now();
            Thread.sleep(DEAF.toMillis());
            if (answers(kept) == 0) {
                return;
            }
        }
        throw new IllegalStateException("the guest is heard where it is not");
    }

    private int answers(Instant from) {
        return timeline.answers(INSIDE, from).size();
    }

    private boolean said(String text) {
        return timeline.since(Instant.EPOCH).stream().anyMatch(entry -> entry.text().contains(text));
    }

    private Duration gap(int round, String what, Instant begin) {
        var pair = timeline.gap(OUTSIDE, begin);
        var other = timeline.gap(ELSEWHERE, begin);
        timeline.print(begin);
        System.out.println("lab: round %d, while the function %s: longest time between two of %d answers %d ms, from +%d ms; "
                .formatted(
                        round,
                        what,
                        pair.answers(),
                        pair.length().toMillis(),
                        Duration.between(begin, pair.start()).toMillis())
                + "by the card that stayed, of %d answers %d ms, from +%d ms"
                        .formatted(
                                other.answers(),
                                other.length().toMillis(),
                                Duration.between(begin, other.start()).toMillis()));
        return pair.length();
    }

    private void plug(String device) throws Exception {
        hypervisor.change(GUEST, DeviceChange.PLUG, device);
    }

    /** Until twenty more answers have come. */
    private void more() throws Exception {
        var now = Instant.now();
        await("more answers", () -> timeline.gap(OUTSIDE, now).answers() > 20);
    }

    /** How many packets the function has handed to the guest since it came. */
    private long heard() {
        return heard(Instant.EPOCH).reduce(0, (_, last) -> last);
    }

    private long heardSince(Instant from) {
        return heard(from).count();
    }

    private LongStream heard(Instant from) {
        return timeline.since(from).stream()
                .map(entry -> HEARD.matcher(entry.text()))
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)));
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
