package dev.yadori.launcher.hypervisor;

import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.NetworkInterface;
import dev.yadori.launcher.hypervisor.HypervisorException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Domains that are a word in a map. Tests play the guest and the daemon: {@link #end}, {@link #reach}. */
public final class FakeHypervisor implements Hypervisor {
    private static final Pattern UUID_ELEMENT = Pattern.compile("<uuid>([^<]+)</uuid>");
    private static final Pattern ALIAS_ELEMENT = Pattern.compile("<alias name=[\"'](ua-[^\"']+)[\"']/>");
    private static final Execution NEVER_RAN = new Execution.Off(Execution.OffCause.UNKNOWN);

    private final Map<UUID, Execution> domains = new ConcurrentHashMap<>();
    /** By their aliases. */
    private final Map<String, DomainFacts.Card> cards = Collections.synchronizedMap(new LinkedHashMap<>());

    private final Set<String> unplugged = ConcurrentHashMap.newKeySet();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<HypervisorException> startFailures = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> statisticsHang = CompletableFuture.completedFuture(null);
    private volatile boolean reachable = true;
    private volatile boolean silent;
    private volatile boolean agent;
    private volatile boolean agentSilent;
    private volatile Function<String, Optional<String>> agentAnswers = _ -> Optional.of("{\"return\":{}}");
    private volatile boolean obedient;
    private volatile @Nullable CompletableFuture<Optional<HypervisorException>> migration;
    private volatile Runnable emulatorEnded = () -> {};
    private volatile MigrationJob.Statistics statistics = MigrationJob.Statistics.NOTHING;

    /** Whether the daemon answers. */
    public void reach(boolean answers) {
        reachable = answers;
        changed();
    }

    public void connectAgent() {
        agent = true;
        changed();
    }

    /** It is connected still. */
    public void silenceAgent() {
        agentSilent = true;
    }

    public void wakeAgent() {
        agentSilent = false;
    }

    public void disconnectAgent() {
        agent = false;
        changed();
    }

    /** What the agent makes of a command; nothing is silence, and an empty text a refusal. */
    public void agentAnswers(Function<String, Optional<String>> answers) {
        agentAnswers = answers;
    }

    @Override
    public String askAgent(UUID guest, String command, Duration patience) throws HypervisorException {
        call("agent " + command);
        alive(guest);
        if (!agent) {
            throw new HypervisorException(Reason.NO_AGENT, "no agent");
        }
        var answer = agentSilent ? Optional.<String>empty() : agentAnswers.apply(command);
        if (answer.isEmpty()) {
            throw new HypervisorException(Reason.AGENT_SILENT, "no answer");
        }
        if (answer.get().isEmpty()) {
            throw new HypervisorException(Reason.FAILED, "disabled");
        }
        return answer.get();
    }

    /** A guest that powers off when it is asked. */
    public void obey() {
        obedient = true;
    }

    /** The next start fails. */
    public void failStart(HypervisorException failure) {
        startFailures.add(failure);
    }

    public void end(UUID guest, Execution.OffCause cause) {
        enter(guest, new Execution.Off(cause));
    }

    public void enter(UUID guest, Execution execution) {
        domains.put(guest, execution);
        changed();
    }

    public void forget(UUID guest) {
        domains.remove(guest);
        changed();
    }

    /** It does what it is told, and says nothing of the guest. */
    public void say(boolean something) {
        silent = !something;
        if (something) {
            changed();
        }
    }

    /** What was asked for, in order. */
    public List<String> calls() {
        return new ArrayList<>(calls);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void warmUp() throws HypervisorException {
        if (!reachable) {
            throw new HypervisorException(Reason.UNREACHABLE, "nobody answers");
        }
    }

    @Override
    public Observation observe(UUID guest) {
        if (!reachable || silent) {
            return new Observation.Unknown("nobody answers");
        }
        return Optional.ofNullable(domains.get(guest))
                .<Observation>map(execution ->
                        new Observation.Present(execution, new DomainFacts(false, "pc-q35-fake", agent, cards())))
                .orElseGet(Observation.Absent::new);
    }

    @Override
    public void define(String domainXml) throws HypervisorException {
        call("define");
        var uuid = UUID_ELEMENT.matcher(domainXml);
        if (!uuid.find()) {
            throw new HypervisorException(Reason.REJECTED, "no uuid");
        }
        domains.putIfAbsent(UUID.fromString(uuid.group(1)), NEVER_RAN);
    }

    @Override
    public void start(UUID guest, boolean paused) throws HypervisorException {
        call(paused ? "start paused" : "start");
        if (!(existing(guest) instanceof Execution.Off)) {
            throw new HypervisorException(Reason.WRONG_STATE, "it runs");
        }
        if (!startFailures.isEmpty()) {
            domains.put(guest, new Execution.Off(Execution.OffCause.FAILED_TO_START));
            throw startFailures.removeFirst();
        }
        enter(guest, paused ? new Execution.Paused(Execution.PauseCause.USER) : new Execution.Running());
    }

    @Override
    public void askToPowerOff(UUID guest, PowerButton button) throws HypervisorException {
        call("power off by " + button);
        alive(guest);
        if (obedient) {
            end(guest, Execution.OffCause.SHUTDOWN);
        }
    }

    @Override
    public void askToReboot(UUID guest, PowerButton button) throws HypervisorException {
        call("reboot by " + button);
        alive(guest);
        if (button == PowerButton.AGENT && (!agent || agentSilent)) {
            throw new HypervisorException(Reason.FAILED, "the agent does not answer");
        }
        changed();
    }

    private List<DomainFacts.Card> cards() {
        synchronized (cards) {
            return List.copyOf(cards.values());
        }
    }

    @Override
    public void change(UUID guest, DeviceChange change, String deviceXml) throws HypervisorException {
        call(change.name().toLowerCase(Locale.ROOT));
        alive(guest);
        var alias = ALIAS_ELEMENT.matcher(deviceXml);
        if (!alias.find()) {
            throw new HypervisorException(Reason.REJECTED, "no alias");
        }
        if (change == DeviceChange.PLUG == cards.containsKey(alias.group(1))) {
            throw new HypervisorException(Reason.FAILED, "no such change of " + alias.group(1));
        }
        var kind = deviceXml.contains("<hostdev") ? DomainFacts.Kind.FUNCTION : DomainFacts.Kind.TAP;
        var prefix = kind == DomainFacts.Kind.FUNCTION ? HostFunction.ALIAS : NetworkInterface.ALIAS;
        var name = alias.group(1).substring(prefix.length());
        cards.put(alias.group(1), new DomainFacts.Card(name, !deviceXml.contains("down"), kind));
    }

    /** The guest lets it go when it is reset, or when the test says so. */
    @Override
    public void unplug(UUID guest, String alias) throws HypervisorException {
        call("unplug " + alias);
        alive(guest);
        unplugged.add(alias);
    }

    @Override
    public void announce(UUID guest) throws HypervisorException {
        call("announce");
    }

    @Override
    public void reset(UUID guest) throws HypervisorException {
        call("reset");
        alive(guest);
        letGo();
    }

    /** The guest's system does what it was asked to. */
    public void letGo() {
        cards.keySet().removeAll(unplugged);
        unplugged.clear();
        changed();
    }

    /** Four grey pixels. */
    @Override
    public void takePicture(UUID guest, OutputStream picture) throws HypervisorException, IOException {
        call("picture");
        alive(guest);
        picture.write("P6\n2 2\n255\n".getBytes(StandardCharsets.US_ASCII));
        picture.write(new byte[12]);
    }

    /** One second of one processor, and what its cards and one drive have done. */
    @Override
    public DomainStatistics statistics(UUID guest) throws HypervisorException {
        call("statistics");
        alive(guest);
        statisticsHang.join();
        return new DomainStatistics(
                Map.of("cpu.time", 1_000_000_000L, "balloon.current", 65_536L, "balloon.rss", 40_000L),
                List.of(Map.of("state", 1L, "time", 900_000_000L)),
                cards().stream()
                        .map(card -> new DomainStatistics.Device(card.name(), Map.of("rx.bytes", 10L, "tx.bytes", 20L)))
                        .toList(),
                List.of(new DomainStatistics.Device("root", Map.of("rd.reqs", 3L, "rd.bytes", 1536L))));
    }

    /** Statistics are not answered before this is complete. */
    public void hangStatistics(CompletableFuture<Void> until) {
        statisticsHang = until;
    }

    @Override
    public void destroy(UUID guest) throws HypervisorException {
        call("destroy");
        if (!(existing(guest) instanceof Execution.Off)) {
            end(guest, Execution.OffCause.DESTROYED);
        }
    }

    @Override
    public void pause(UUID guest) throws HypervisorException {
        call("pause");
        alive(guest);
        enter(guest, new Execution.Paused(Execution.PauseCause.USER));
    }

    @Override
    public void resume(UUID guest) throws HypervisorException {
        call("resume");
        alive(guest);
        enter(guest, new Execution.Running());
    }

    /** Waits for {@link #finishMigration}, {@link #breakMigration} or an abort. */
    @Override
    public void migrate(UUID guest, MigrationOrder order) throws HypervisorException {
        call("migrate by " + order.route().memory());
        alive(guest);
        var end = new CompletableFuture<Optional<HypervisorException>>();
        migration = end;
        var failure = end.join();
        migration = null;
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Whether one goes on. */
    public boolean migrates() {
        return migration != null;
    }

    /** All of the guest has gone. */
    public void finishMigration(UUID guest) {
        end(guest, Execution.OffCause.MIGRATED);
        over(Optional.empty());
    }

    /** The kernel knows, and the daemon does not yet. */
    public void endEmulator() {
        emulatorEnded.run();
    }

    @Override
    public void onEmulatorEnd(UUID guest, Runnable ended) {
        emulatorEnded = ended;
    }

    /** The guest stays. */
    public void breakMigration(String why) {
        over(Optional.of(new HypervisorException(Reason.FAILED, why)));
    }

    private void over(Optional<HypervisorException> failure) {
        var going = migration;
        if (going != null) {
            going.complete(failure);
        }
    }

    @Override
    public MigrationJob job(UUID guest) throws HypervisorException {
        if (!reachable) {
            throw new HypervisorException(Reason.UNREACHABLE, "nobody answers");
        }
        return migration == null ? new MigrationJob.None() : new MigrationJob.Active(statistics);
    }

    /** What the migration looks like from now on. */
    public void progress(MigrationJob.Statistics numbers) {
        statistics = numbers;
    }

    @Override
    public void limitDowntime(UUID guest, Duration most) throws HypervisorException {
        call("downtime " + most.toMillis());
    }

    @Override
    public void abortMigration(UUID guest) throws HypervisorException {
        call("abort migration");
        breakMigration("operation aborted");
    }

    @Override
    public void close() {}

    private void call(String what) throws HypervisorException {
        if (!reachable) {
            throw new HypervisorException(Reason.UNREACHABLE, "nobody answers");
        }
        calls.add(what);
    }

    private Execution existing(UUID guest) throws HypervisorException {
        var execution = domains.get(guest);
        if (execution == null) {
            throw new HypervisorException(Reason.NO_GUEST, "no " + guest);
        }
        return execution;
    }

    private void alive(UUID guest) throws HypervisorException {
        if (existing(guest) instanceof Execution.Off) {
            throw new HypervisorException(Reason.WRONG_STATE, "it does not run");
        }
    }
}
