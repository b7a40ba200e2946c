import dev.yadori.launcher.domain.xml.DomainXml;
import dev.yadori.launcher.hypervisor.Hypervisor.DeviceChange;
import dev.yadori.launcher.hypervisor.MigrationOrder;
import dev.yadori.launcher.lifecycle.GuestLifecycle;
import dev.yadori.launcher.lifecycle.GuestState;
import dev.yadori.launcher.lifecycle.Launch;
import dev.yadori.launcher.lifecycle.MigrationRequest;
import dev.yadori.launcher.lifecycle.MigrationTerms;
import dev.yadori.launcher.lifecycle.Preparation.PreparedDomain;
import dev.yadori.launcher.lifecycle.Relay;
import dev.yadori.launcher.lifecycle.TransferReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * A system in a guest with a function and its standby: it goes on by the standby while the function goes and comes, and while it
 * is moved to another pod, which has another function for it.
 */
final class MoveLab {
    private static final UUID MIGRATION = new UUID(9, 9);
    private static final MigrationTerms TERMS =
            new MigrationTerms(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, false);
    private static final long LOCKED = (256L << 20) + (1L << 30);
    /** What is emulated in what is emulated is slow, and slower on a machine that does other things. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(30);

    private static final int ROUNDS = 1;
    private static final String MAC = "02:00:00:00:00:0a";
    /** Asked by the function or its standby, and by a card that stays. */
    private static final String OUTSIDE = "10.9.9.1";

    private static final String ELSEWHERE = "10.9.8.1";
    private static final String INSIDE = "10.9.9.2";
    private static final Duration DEAF = Duration.ofSeconds(5);
    private static final Pattern HEARD = Pattern.compile("function " + MAC + " has heard ([0-9]+)");

    private final UUID guest = UUID.randomUUID();
    private final Launch launch = new Launch(guest, new UUID(1, 1), false, Duration.ZERO);
    private final Timeline timeline = new Timeline();
    private final List<Duration> longest = new ArrayList<>();
    private final Side here;
    private final Side there;
    /** Of the bridge, at which the functions are. */
    private final String port;

    /** libvirt's word, and the guest's name. */
    private final String type;

    private GuestLifecycle source;

    MoveLab(Side here, Side there, String port, String type) {
        this.here = here;
        this.there = there;
        this.port = port;
        this.type = type;
    }

    /**
     * The domain does not ask for vhost-net: libvirt takes it where the pod has it, for a guest that is not emulated. KVM runs in
     * the emulated machine, whose processor has SVM. A function that comes back there stays deaf, for reasons that nobody knows.
     */
    void isCarriedByVhost() throws Exception {
        start();
        long before = here.turnsOfVhost(type);
        goes(0);
        long files = here.opened(type, "vhost-net");
        long turns = here.turnsOfVhost(type);
        System.out.println("lab: the emulator has vhost-net open %d times, whose threads have run %d times, and %d times since then"
                .formatted(files, before, turns - before));
        if (files != 2 || turns <= before) {
            throw new IllegalStateException("the packets of two cards should be vhost-net's");
        }
        here.hypervisor().destroy(guest);
    }

    void run() throws Exception {
        timeline.follow("bridge", Path.of("/run/bridge"));
        start();
        for (int round = 1; round <= ROUNDS; round++) {
            goes(round);
            comes(round);
        }
        moves();
        listens();
        there.hypervisor().destroy(guest);
        if (longest.stream().anyMatch(gap -> gap.compareTo(LONGEST_GAP) > 0)) {
            throw new IllegalStateException("the guest was without a link for too long");
        }
    }

    private void start() throws Exception {
        timeline.follow("guest", here.home().resolve("run/serial-" + type));
        here.claim(here.function(), LOCKED);
        source = here.lifecycle(guest);
        timeline.watch("here", source.log());
        done(source.start(launch, () -> new PreparedDomain(domain(), Optional.empty())));
        await("answers by the function", () -> heard(Instant.EPOCH) > 20);
        expect(here, "started with a standby, and answers come by the function", true);
    }

    private String domain() {
        var devices = GuestOfLab.body(DomainXml.of(GuestOfLab.card("calm", "tap0", MAC, true)), "<interface")
                + GuestOfLab.body(
                        DomainXml.of(GuestOfLab.card("other", "tap1", "02:00:00:00:00:0b", false)), "<interface")
                + GuestOfLab.body(device(here), "<hostdev")
                + "<serial type='file'><source path='/run/lab/run/serial-%s'/></serial>".formatted(type);
        return GuestOfLab.domain(type, guest, type, devices)
                .replace(">64<", ">256<")
                .replace(
                        "hvm</type>",
                        "hvm</type><kernel>/lab/vmlinux</kernel><initrd>/lab/guest.gz</initrd>"
                                + "<cmdline>console=ttyS0 quiet no_timer_check mitigations=off ipv6.disable=1</cmdline>");
    }

    private static String device(Side side) {
        return DomainXml.of(GuestOfLab.function(side.function(), "calm"));
    }

    private void goes(int round) throws Exception {
        var begin = Instant.now();
        timeline.note("the guest is asked to let the function go");
        here.hypervisor().unplug(guest, "ua-sriov-fast");
        await("the guest lets the function go", () -> here.cards(guest).size() == 2);
        timeline.note("the function is gone");
        more();
        expect(here, "unplugged, and answers come by the standby", false);
        gaps("round %d, while the function goes".formatted(round), begin);
    }

    private void comes(int round) throws Exception {
        var begin = Instant.now();
        plug(here, source);
        expect(here, "plugged again, and answers come by the function", true);
        gaps("round %d, while the function comes".formatted(round), begin);
    }

    /** As a handler has it plugged when it sees that the guest lacks it. */
    private void plug(Side side, GuestLifecycle launcher) throws Exception {
        var begin = Instant.now();
        side.claim(side.function(), LOCKED);
        timeline.note("the function is plugged");
        done(launcher.command((_, _) -> side.hypervisor().change(guest, DeviceChange.PLUG, device(side))));
        timeline.note("the function was plugged");
        await("answers by the function again", () -> heardSince(begin) > 3 && heard(begin) > 20);
        more();
    }

    /** Two launchers, and the sockets between their pods joined as handlers do. */
    private void moves() throws Exception {
        timeline.follow("guest there", there.home().resolve("run/serial-" + type));
        var relay = new Relay();
        relay.join(here.home().resolve("to-libvirt"), there.home().resolve("run/libvirt/libvirt-sock"));
        relay.join(here.home().resolve("to-memory"), there.home().resolve("to-memory"));
        var target = there.lifecycle(guest);
        timeline.watch("there", target.log());
        there.claim(there.function(), LOCKED);
        done(target.expect(launch, () -> new PreparedDomain("", Optional.empty()), MIGRATION));
        var route =
                new MigrationOrder.Route("/run/lab/to-libvirt", "/run/lab/to-memory", "/run/lab/to-disks");
        var order = new MigrationOrder(route, List.of(), new MigrationOrder.Speed(0, 0, false), false);

        var begin = Instant.now();
        timeline.note("the migration begins");
        done(source.migrate(new MigrationRequest(MIGRATION, order, TERMS)));
        await("the guest has left", () -> phase() == TransferReport.Phase.DEPARTED);
        done(target.complete(MIGRATION, false));
        await("the guest goes on there", () -> target.log().current().state() instanceof GuestState.Running);
        timeline.note("the guest goes on there");
        more();
        expect(there, "moved, and answers come by the standby there", false);
        gaps("while the guest moves", begin);
        System.out.println("lab: it stood still for %d ms"
                .formatted(outgoing().orElseThrow().statistics().downtime().toMillis()));

        var arrived = Instant.now();
        plug(there, target);
        expect(there, "plugged there, and answers come by the function there", true);
        gaps("while the function comes there", arrived);
    }

    private Optional<TransferReport.Outgoing> outgoing() {
        return source.log().current().transfer().outgoing();
    }

    private TransferReport.Phase phase() {
        var phase = outgoing().orElseThrow().phase();
        if (phase == TransferReport.Phase.FAILED) {
            throw new IllegalStateException("not moved: " + outgoing().orElseThrow().message());
        }
        return phase;
    }

    /** A guest that sends nothing is looked for where the function was, until its network is told. */
    private void listens() throws Exception {
        new ProcessBuilder("nsenter", "--net=/run/netns/there", "busybox", "nc", "10.9.8.2", "7")
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        await("the guest only listens", () -> said("guest: only listens"));
        var outside = Path.of("/run/outside");
        new ProcessBuilder("busybox", "ping", "-i", "0.1", INSIDE)
                .redirectOutput(outside.toFile())
                .start();
        timeline.follow("outside", outside);
        await("answers of the guest", () -> answers(Instant.EPOCH) > 20);
        there.hypervisor().unplug(guest, "ua-sriov-fast");
        await("the guest lets the function go", () -> there.cards(guest).size() == 2);
        becomesDeaf();
        var announced = Instant.now();
        there.hypervisor().announce(guest);
        await("answers of the guest by the standby", () -> answers(announced) > 20);
        timeline.print(announced);
        var first = Duration.between(
                announced, timeline.answers(INSIDE, announced).getFirst().at());
        System.out.println("lab: a guest that only listens: no answer in %d s without the function, the next %d ms after the announcement"
                .formatted(DEAF.toSeconds(), first.toMillis()));
        longest.add(first);
    }

    /**
     * The way to the function is kept until nothing has come for a while: an answer that is so late that it is sent by the standby
     * tells the network as well as an announcement does. The entry is one that does not age.
     */
    private void becomesDeaf() throws Exception {
        for (int tries = 0; tries < 20; tries++) {
            Side.run("bridge", "fdb", "replace", MAC, "dev", port, "master", "static");
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

    private void gaps(String what, Instant begin) {
        timeline.print(begin);
        var pair = timeline.gaps(OUTSIDE, begin, 3);
        longest.add(pair.getFirst().length());
        System.out.println("lab: %s: longest times between two answers: %s; by the card that has no function: %s"
                .formatted(what, words(pair, begin), words(timeline.gaps(ELSEWHERE, begin, 3), begin)));
    }

    private static List<String> words(List<Timeline.Gap> gaps, Instant begin) {
        return gaps.stream().map(gap -> gap.since(begin)).toList();
    }

    /** Until twenty more answers have come. */
    private void more() throws Exception {
        var now = Instant.now();
        await("more answers", () -> timeline.answers(OUTSIDE, now).size() > 20);
    }

    /** How many packets the function has handed to the guest, as it has said after an instant. */
    private long heard(Instant from) {
        return figures(from).reduce(0, (_, last) -> last);
    }

    private long heardSince(Instant from) {
        return figures(from).count();
    }

    private LongStream figures(Instant from) {
        return timeline.since(from).stream()
                .map(entry -> HEARD.matcher(entry.text()))
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)));
    }

    private void expect(Side side, String step, boolean function) {
        GuestOfLab.expect(
                side, guest, step, function ? List.of("calm", "other", "fast") : List.of("calm", "other"));
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        GuestOfLab.await(what, condition);
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.MINUTES);
    }
}
