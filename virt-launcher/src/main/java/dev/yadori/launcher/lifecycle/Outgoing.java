package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.HypervisorException.Reason;
import dev.yadori.launcher.hypervisor.MigrationJob;
import dev.yadori.launcher.hypervisor.Observation;
import dev.yadori.launcher.lifecycle.Journal.Move.Step;
import dev.yadori.launcher.lifecycle.MigrationWatch.Action;
import dev.yadori.launcher.lifecycle.TransferReport.Phase;
import dev.yadori.launcher.log.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Moves the guest away. Confined to the guest's thread, but for the one call that takes as long as the migration. What has
 * come of it is not read from that call's return but from the guest's state, so that a launcher or a libvirtd that was
 * restarted meanwhile goes on with it.
 */
final class Outgoing {
    private static final Duration LOOK = Duration.ofMillis(400);
    private static final Duration TELL = Duration.ofSeconds(2);

    private final GuestLifecycle guest;
    private final Hypervisor hypervisor;
    private final LifeRecord life;

    private MigrationTerms terms = new MigrationTerms(Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
    private Optional<MigrationWatch> watch = Optional.empty();
    private Optional<Releasing> releasing = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private Instant told = Instant.EPOCH;
    private long rounds;
    private boolean calling;
    private boolean cancelled;
    private Observation last = new Observation.Unknown("Nobody has looked yet.");

    Outgoing(GuestLifecycle guest, Hypervisor hypervisor, LifeRecord life) {
        this.guest = guest;
        this.hypervisor = hypervisor;
        this.life = life;
    }

    /** What an earlier launcher has begun. */
    void attach() {
        life.move()
                .ifPresent(move -> phase(move.step()).ifPresent(phase -> {
                    failure = Optional.of("The launcher was restarted during the migration.");
                    report(new TransferReport.Outgoing(
                            move.migration(),
                            phase,
                            false,
                            move.pausedByUser(),
                            phase == Phase.FAILED ? failure.get() : "",
                            MigrationJob.Statistics.NOTHING));
                }));
    }

    private static Optional<Phase> phase(Step step) {
        return switch (step) {
            case LEAVING -> Optional.of(Phase.RUNNING);
            case STAYED -> Optional.of(Phase.FAILED);
            case DEPARTED -> Optional.of(Phase.DEPARTED);
            case COMING, RELEASED, ARRIVED -> Optional.empty();
        };
    }

    /** Repeatable: a migration that was asked for before is not begun again, however it ended. */
    CompletionStage<Void> begin(MigrationRequest request) {
        var result = new CompletableFuture<Void>();
        guest.execute(() -> {
            try {
                beginNow(request);
                result.complete(null);
            } catch (StartException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private void beginNow(MigrationRequest request) throws StartException {
        var last = current();
        if (last.filter(one -> one.migration().equals(request.migration())).isPresent()) {
            goOn(request);
            return;
        }
        if (isGoing()) {
            throw new StartException(
                    StartException.Kind.OTHER_GUEST,
                    "OTHER_MIGRATION",
                    "the guest is being moved by migration "
                            + last.orElseThrow().migration());
        }
        boolean pausedByUser = guest.state() instanceof GuestState.Paused(var why)
                && (why == GuestState.PauseReason.USER || why == GuestState.PauseReason.START_STRATEGY);
        if (!pausedByUser && !(guest.state() instanceof GuestState.Running)) {
            throw new StartException(
                    StartException.Kind.MISSING,
                    "GUEST_NOT_RUNNING",
                    "the guest cannot be moved: " + guest.state().words());
        }
        terms = request.terms();
        failure = Optional.empty();
        rounds = 0;
        cancelled = false;
        report(new TransferReport.Outgoing(
                request.migration(), Phase.RUNNING, false, pausedByUser, "", MigrationJob.Statistics.NOTHING));
        if (guest.log().current().facts().functions().isEmpty()) {
            leave(request);
        } else {
            release(request);
        }
        guest.later(this::tick, LOOK);
    }

    private void leave(MigrationRequest request) {
        life.willLeave(request.migration(), current().orElseThrow().pausedByUser());
        watch = Optional.of(MigrationWatch.begin(guest.now()));
        call(request);
    }

    /** Nothing is written down: a launcher that is restarted meanwhile is asked again. */
    private void release(MigrationRequest request) {
        releasing = Optional.of(Releasing.begin(request, guest.now()));
        for (var card : guest.log().current().facts().functions()) {
            Log.info().addKeyValue("card", card.name()).log("asking the guest to let a device go");
            try {
                hypervisor.unplug(life.launch().orElseThrow().domain(), card.alias());
            } catch (HypervisorException e) {
                Log.warn()
                        .addKeyValue("card", card.name())
                        .addKeyValue("error", e.getMessage())
                        .log("the guest was not asked");
            }
        }
    }

    /** The guest was asked, and this is what has come of it. */
    private void released(Releasing asked, Observation seen) {
        switch (asked.next(seen, guest.now())) {
            case Releasing.Next.Wait() -> {}
            case Releasing.Next.Move() -> {
                releasing = Optional.empty();
                leave(asked.request());
            }
            case Releasing.Next.Stay(var why) -> keeps(asked, why);
        }
    }

    private void keeps(Releasing asked, String why) {
        releasing = Optional.empty();
        failure = Optional.of(why);
        life.willLeave(asked.request().migration(), current().orElseThrow().pausedByUser());
        stays();
    }

    /** A launcher that was restarted learns the terms anew. */
    private void goOn(MigrationRequest request) {
        if (isGoing() && watch.isEmpty()) {
            terms = request.terms();
            watch = Optional.of(MigrationWatch.begin(guest.now()));
            guest.later(this::tick, LOOK);
        }
    }

    private void call(MigrationRequest request) {
        calling = true;
        var domain = life.launch().orElseThrow().domain();
        hypervisor.onEmulatorEnd(domain, () -> guest.execute(() -> emulatorEnded(request.migration())));
        Thread.ofPlatform().name("migration").start(() -> {
            var end = Optional.<HypervisorException>empty();
            try {
                // Before it begins: a small guest would be over before it could be told another limit.
                limitDowntime(domain, request.terms(), 0);
                hypervisor.migrate(domain, request.order());
            } catch (HypervisorException e) {
                end = Optional.of(e);
            }
            var why = end.map(HypervisorException::getMessage);
            guest.execute(() -> {
                calling = false;
                failure = failure.or(() -> why);
                if (life.isAt(Step.DEPARTED)) {
                    departed();
                } else {
                    guest.look();
                }
            });
        });
    }

    private void limitDowntime(UUID domain, MigrationTerms terms, long rounds) throws HypervisorException {
        var limit = terms.downtime(rounds);
        if (!limit.isZero()) {
            hypervisor.limitDowntime(domain, limit);
        }
    }

    /** Acknowledged at once; what comes of it is in the report. One that has not begun never will. */
    CompletionStage<Void> cancel(UUID migration) {
        var result = new CompletableFuture<Void>();
        guest.execute(() -> {
            if (current().filter(one -> one.migration().equals(migration)).isPresent()) {
                abort();
                result.complete(null);
            } else if (isGoing() || life.launch().isEmpty()) {
                result.completeExceptionally(new StartException(
                        StartException.Kind.MISSING, "NO_MIGRATION", "there is no migration " + migration));
            } else {
                life.willLeave(migration, false);
                life.moved(Step.STAYED);
                report(new TransferReport.Outgoing(
                        migration,
                        Phase.CANCELLED,
                        false,
                        false,
                        "The migration was cancelled before it began.",
                        MigrationJob.Statistics.NOTHING));
                result.complete(null);
            }
        });
        return result;
    }

    /** Where one goes on, the guest is to stay. */
    void abort() {
        if (isGoing()) {
            cancelled = true;
            abort("The migration was cancelled.");
        }
    }

    private void abort(String why) {
        if (releasing.isPresent()) {
            keeps(releasing.get(), why);
            return;
        }
        failure = Optional.of(why);
        try {
            hypervisor.abortMigration(life.launch().orElseThrow().domain());
        } catch (HypervisorException e) {
            Log.warn().addKeyValue("error", e.getMessage()).log("the migration was not ended, trying again");
        }
    }

    boolean isGoing() {
        return current().filter(one -> one.phase() == Phase.RUNNING).isPresent();
    }

    private void tick() {
        if (!isGoing()) {
            return;
        }
        if (releasing.isPresent()) {
            released(releasing.get(), last);
            guest.later(this::tick, LOOK);
            return;
        }
        try {
            if (job() instanceof MigrationJob.Active(var statistics)) {
                supervise(statistics);
            } else if (!calling) {
                guest.look();
            }
        } catch (HypervisorException e) {
            Log.warn().addKeyValue("error", e.getMessage()).log("nothing is known of the migration");
        }
        guest.later(this::tick, LOOK);
    }

    private MigrationJob job() throws HypervisorException {
        return hypervisor.job(life.launch().orElseThrow().domain());
    }

    private void supervise(MigrationJob.Statistics statistics) throws HypervisorException {
        if (cancelled) {
            abort();
            return;
        }
        var now = guest.now();
        if (!now.isBefore(told.plus(TELL))) {
            told = now;
            current().ifPresent(one -> report(one.with(statistics)));
        }
        if (!terms.downtime(statistics.rounds()).equals(terms.downtime(rounds))) {
            rounds = statistics.rounds();
            limitDowntime(life.launch().orElseThrow().domain(), terms, rounds);
        }
        var step = watch.orElseGet(() -> MigrationWatch.begin(now)).look(statistics, terms, now);
        watch = Optional.of(step.watch());
        switch (step.action()) {
            case Action.Keep() -> {}
            case Action.Pause() -> {
                current().ifPresent(one -> report(one.withPause()));
                hypervisor.pause(life.launch().orElseThrow().domain());
            }
            case Action.Abort(var why) -> abort("The migration was ended: " + why);
        }
    }

    /** Written down before anybody can be told. */
    void before(GuestState next) {
        if (next instanceof GuestState.Stopped(var reason, var _)
                && reason == GuestState.StopReason.MIGRATED
                && life.isAt(Step.LEAVING)) {
            life.moved(Step.DEPARTED);
            current().ifPresent(one -> report(one.with(Phase.DEPARTED, "")));
        }
    }

    private void emulatorEnded(UUID migration) {
        boolean moving = life.isAt(Step.LEAVING)
                && !guest.isEnding()
                && current().filter(one -> one.migration().equals(migration)).isPresent();
        if (moving && HandOver.hasLeft(last)) {
            guest.leaves();
        } else {
            guest.look();
        }
    }

    /** What follows from what has been seen. */
    void after(Observation seen) {
        last = seen;
        if (releasing.isPresent()) {
            released(releasing.get(), seen);
            return;
        }
        if (!life.isAt(Step.LEAVING)) {
            return;
        }
        try {
            boolean going = calling || job() instanceof MigrationJob.Active;
            switch (HandOver.source(seen, going)) {
                case WAIT -> guest.later(this::tickIfLeft, LOOK);
                case RESUME -> {
                    hypervisor.resume(life.launch().orElseThrow().domain());
                    guest.later(guest::look, LOOK);
                }
                case STAYS, ENDED -> stays();
                case DEPARTED -> {
                    // By way of the state.
                }
            }
        } catch (HypervisorException e) {
            if (e.reason() != Reason.NO_GUEST) {
                guest.later(guest::look, LOOK);
            }
        }
    }

    /** A migration that an earlier launcher began has nobody else who looks after it. */
    private void tickIfLeft() {
        if (!calling && life.isAt(Step.LEAVING)) {
            guest.look();
        }
    }

    private void stays() {
        life.moved(Step.STAYED);
        var why = failure.orElse("The hypervisor ended the migration.");
        Log.warn().addKeyValue("error", why).log("the guest was not moved");
        current().ifPresent(one -> report(one.with(cancelled ? Phase.CANCELLED : Phase.FAILED, why)));
    }

    /** The numbers of one that is over; nothing depends on them. The hypervisor has them when its call has returned. */
    void departed() {
        if (calling) {
            return;
        }
        try {
            if (job() instanceof MigrationJob.Ended(var statistics)) {
                Log.info()
                        .addKeyValue("elapsedMillis", statistics.elapsed().toMillis())
                        .addKeyValue("downtimeMillis", statistics.downtime().toMillis())
                        .addKeyValue("bytes", statistics.transferredBytes())
                        .log("the guest has left");
                current().ifPresent(one -> report(one.with(statistics)));
            }
        } catch (HypervisorException e) {
            Log.warn().addKeyValue("error", e.getMessage()).log("no numbers of the migration");
        }
    }

    private Optional<TransferReport.Outgoing> current() {
        return guest.log().current().transfer().outgoing();
    }

    private void report(TransferReport.Outgoing next) {
        var report = guest.log().current();
        guest.log()
                .publish(report.with(
                        new TransferReport(Optional.of(next), report.transfer().incoming())));
    }
}
