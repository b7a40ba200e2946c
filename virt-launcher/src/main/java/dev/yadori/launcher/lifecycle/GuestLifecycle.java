package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.agent.AgentInfo;
import dev.yadori.launcher.agent.Credentials;
import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.HypervisorException.Reason;
import dev.yadori.launcher.hypervisor.Observation;
import dev.yadori.launcher.lifecycle.GuestState.StopReason;
import dev.yadori.launcher.lifecycle.Journal.Move.Step;
import dev.yadori.launcher.log.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Drives the one guest. Everything happens on the thread of one executor: commands, and looking at the hypervisor after each
 * of its events, which themselves say nothing.
 *
 * <ol>
 *   <li>A guest that may run has ended only when a hypervisor that answers has said so.
 *   <li>What a restarted launcher has to know is in the journal before the hypervisor is asked for it.
 *   <li>A start that fails leaves nothing, and may be tried again.
 *   <li>A guest that was asked to end ends, whoever dies meanwhile but the hypervisor for good.
 * </ol>
 */
public final class GuestLifecycle {
    private final Hypervisor hypervisor;
    private final LifeRecord life;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private final Consumer<StopReason> stopped;
    private final StatusLog log;
    private final Alarm alarm;
    private final GuestEnder ender;
    private final Outgoing outgoing;
    private final Incoming incoming;

    private final GuestStart start;
    private Optional<Ending> ending = Optional.empty();

    /** The executor has one thread; stopped is called on it once, when the guest has ended or never will have begun. */
    public GuestLifecycle(
            Hypervisor hypervisor,
            Journal journal,
            InstantSource clock,
            ScheduledExecutorService thread,
            Consumer<StopReason> stopped) {
        this.hypervisor = hypervisor;
        this.life = new LifeRecord(journal);
        this.clock = clock;
        this.thread = thread;
        this.stopped = stopped;
        this.log = new StatusLog(GuestReport.first(life.remembered(), clock.instant()), clock);
        this.alarm = new Alarm(thread, () -> execute(this::look));
        this.ender = new GuestEnder(hypervisor);
        this.start = new GuestStart(this, hypervisor, life, alarm);
        this.outgoing = new Outgoing(this, hypervisor, life);
        this.incoming = new Incoming(this, hypervisor, life);
    }

    /** Begins to look, and goes on with what an earlier launcher has begun. */
    public void attach() {
        hypervisor.onChange(() -> execute(this::look));
        execute(() -> {
            ending = life.endsBy().map(deadline -> Ending.until(deadline, clock.instant()));
            outgoing.attach();
            incoming.attach();
            look();
            warmUp();
        });
    }

    /** While nobody has asked for a guest yet there is time for what its start would have to wait for. */
    private void warmUp() {
        if (!(state() instanceof GuestState.Absent) || life.launch().isPresent()) {
            return;
        }
        try {
            hypervisor.warmUp();
            alarm.reached();
        } catch (HypervisorException e) {
            if (e.reason() == Reason.UNREACHABLE) {
                alarm.afterFailure(() -> execute(this::warmUp));
            }
        }
    }

    public StatusLog log() {
        return log;
    }

    /** What lasts of what the agent says. */
    public void agentSays(AgentInfo info) {
        execute(() -> log.publish(log.current().withAgent(info)));
    }

    public void credentialsAre(Credentials.State state) {
        execute(() -> log.publish(log.current().withCredentials(state)));
    }

    /** Fails with a {@link StartException}. A guest that runs already is left as it is. */
    public CompletionStage<GuestReport> start(Launch launch, Preparation preparation) {
        var result = new CompletableFuture<GuestReport>();
        execute(() -> {
            try {
                start.start(launch, preparation, result);
            } catch (StartException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** See {@link Outgoing#begin}. */
    public CompletionStage<Void> migrate(MigrationRequest request) {
        return outgoing.begin(request);
    }

    public CompletionStage<Void> cancelMigration(UUID migration) {
        return outgoing.cancel(migration);
    }

    public CompletionStage<GuestReport> expect(Launch launch, Preparation preparation, UUID migration) {
        return incoming.expect(launch, preparation, migration);
    }

    public CompletionStage<GuestReport> complete(UUID migration, boolean staysPaused) {
        return incoming.complete(migration, staysPaused);
    }

    /** A guest that has left is known to run elsewhere: this launcher may end. */
    public void release() {
        execute(() -> {
            if (state() instanceof GuestState.Stopped(var reason, var _) && reason == StopReason.MIGRATED) {
                stopped.accept(reason);
            }
        });
    }

    /** Asks the guest to end, and ends it when the period is over. Repeatable; a shorter period replaces a longer one. */
    public void shutdown(Duration grace) {
        execute(() -> end(grace));
    }

    /** Ends it as the pod ends: with the period of its own launch, or at once where there is no guest. */
    public void terminate() {
        execute(() -> {
            if (state() instanceof GuestState.Absent) {
                enter(new GuestState.Stopped(StopReason.DESTROYED, "The pod ended before it."), DomainFacts.NONE);
            } else {
                end(life.launch().map(Launch::grace).orElse(Duration.ZERO));
            }
        });
    }

    private void end(Duration grace) {
        switch (state()) {
            case GuestState.Absent() ->
                enter(new GuestState.Stopped(StopReason.FAILED_TO_START, "It was never started."), DomainFacts.NONE);
            case GuestState.Stopped(var _, var _) -> release();
            case GuestState.Starting(),
                    GuestState.Incoming(var _),
                    GuestState.Running(),
                    GuestState.Paused(var _),
                    GuestState.ShuttingDown(),
                    GuestState.Unknown(var _, var _) -> {
                var wanted = Ending.within(grace, clock.instant());
                var begun = ending.map(earlier -> earlier.atMost(wanted)).orElse(wanted);
                ending = Optional.of(begun);
                life.willEnd(begun.deadline());
                outgoing.abort();
                look();
            }
        }
    }

    public CompletionStage<Void> pause() {
        return command((guest, _) -> {
            if (!(state() instanceof GuestState.Paused)) {
                hypervisor.pause(guest);
            }
        });
    }

    public CompletionStage<Void> resume() {
        return command((guest, _) -> {
            if (!(state() instanceof GuestState.Running)) {
                life.willResume();
                hypervisor.resume(guest);
            }
        });
    }

    /** Fails with a {@link HypervisorException} where the guest does not run. */
    public CompletionStage<Void> command(GuestCommand command) {
        var result = new CompletableFuture<Void>();
        execute(() -> {
            try {
                switch (state()) {
                    case GuestState.Running(), GuestState.Paused(var _)
                    when outgoing.isGoing() ->
                        throw new HypervisorException(Reason.WRONG_STATE, "the guest is being moved");
                    case GuestState.Running(), GuestState.Paused(var _) ->
                        command.run(domain(), log.current().facts());
                    case GuestState.Unknown(var _, var why) -> throw new HypervisorException(Reason.UNREACHABLE, why);
                    case GuestState.Absent(),
                            GuestState.Starting(),
                            GuestState.Incoming(var _),
                            GuestState.ShuttingDown(),
                            GuestState.Stopped(var _, var _) ->
                        throw new HypervisorException(Reason.WRONG_STATE, "the guest does not run");
                }
                look();
                result.complete(null);
            } catch (HypervisorException e) {
                look();
                result.completeExceptionally(e);
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** What fails unexpectedly must not take the thread's other work along. */
    void execute(Runnable task) {
        thread.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                Log.error().setCause(e).log("driving the guest failed");
            }
        });
    }

    boolean isEnding() {
        return ending.isPresent();
    }

    /** Observes, takes over what is seen, and does the next thing. */
    void look() {
        if (life.launch().isEmpty() || start.isGoing() || !state().mayRun()) {
            return;
        }
        var guest = domain();
        var seen = hypervisor.observe(guest);
        if (incoming.advance(seen)) {
            seen = hypervisor.observe(guest);
            var _ = incoming.advance(seen);
        }
        var before = log.current().facts();
        var facts = seen instanceof Observation.Present(var _, var known) ? known : before;
        if (state().known() instanceof GuestState.Starting
                && seen instanceof Observation.Present(var execution, var _)
                && !(execution instanceof Execution.Off)) {
            life.hasStarted();
        }
        var next = state().seen(seen, intent());
        outgoing.before(next);
        enter(next, facts);
        incoming.after(next);
        announce(before, facts);
        outgoing.after(seen);
        switch (state()) {
            case GuestState.Unknown _ -> alarm.afterFailure(() -> execute(this::look));
            case GuestState.ShuttingDown _ -> bringToEnd(guest, seen);
            case GuestState.Absent _,
                    GuestState.Starting _,
                    GuestState.Running _,
                    GuestState.Paused _,
                    GuestState.Stopped _ -> alarm.reached();
            case GuestState.Incoming _ -> endIncoming(guest, seen);
        }
    }

    /** What came by a function goes to its standby from now on, which the network learns when that sends, and it may only listen. */
    private void announce(DomainFacts before, DomainFacts now) {
        if (!(state() instanceof GuestState.Running) || now.functions().containsAll(before.functions())) {
            return;
        }
        try {
            hypervisor.announce(domain());
        } catch (HypervisorException e) {
            Log.warn().addKeyValue("error", e.getMessage()).log("the network was not told where the guest is");
        }
    }

    /** The emulator has ended, and the guest is on its way; libvirt says so a little later. */
    void leaves() {
        var next = new GuestState.Stopped(StopReason.MIGRATED, "");
        outgoing.before(next);
        enter(next, log.current().facts());
        alarm.reached();
    }

    /** There is nobody to be asked: what has come so far does not run. */
    private void endIncoming(UUID guest, Observation seen) {
        alarm.reached();
        if (ending.isPresent()) {
            if (seen instanceof Observation.Present(var execution, var _) && !(execution instanceof Execution.Off)) {
                var now = clock.instant();
                ending = ending.map(begun -> ender.step(begun, guest, seen, true, now));
                alarm.after(ending.get().pause(now));
            } else {
                enter(new GuestState.Stopped(StopReason.DESTROYED, "It was ended before it came."), DomainFacts.NONE);
            }
        }
    }

    private void bringToEnd(UUID guest, Observation seen) {
        alarm.reached();
        var now = clock.instant();
        ending = ending.map(begun -> ender.step(begun, guest, seen, life.isNeverResumed(), now));
        ending.ifPresent(begun -> alarm.after(begun.pause(clock.instant())));
    }

    private GuestState.Intent intent() {
        return new GuestState.Intent(
                ending.isPresent(),
                life.isNeverResumed(),
                life.isAt(Step.LEAVING),
                life.isAt(Step.RELEASED) || life.isAt(Step.ARRIVED),
                life.move().filter(Journal.Move::pausedByUser).isPresent());
    }

    GuestState state() {
        return log.current().state();
    }

    private UUID domain() {
        return life.launch().orElseThrow().domain();
    }

    void enter(GuestState next, DomainFacts facts) {
        var before = state();
        log.publish(log.current().with(next, facts, now()));
        if (next.equals(before)) {
            return;
        }
        Log.info()
                .addKeyValue("from", before.words())
                .addKeyValue("to", next.words())
                .log("guest state changed");
        if (next instanceof GuestState.Stopped(var reason, var _)) {
            if (reason == StopReason.MIGRATED) {
                outgoing.departed();
            } else {
                stopped.accept(reason);
            }
        }
    }

    Instant now() {
        return clock.instant();
    }

    void later(Runnable task, Duration pause) {
        var _ = thread.schedule(() -> execute(task), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
