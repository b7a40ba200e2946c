package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.Observation;
import dev.yadori.launcher.lifecycle.Journal.Move.Step;
import dev.yadori.launcher.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes a guest that comes from elsewhere, and lets it run when its source has stopped. Confined to the guest's thread. */
final class Incoming {
    private static final Duration AGAIN = Duration.ofMillis(400);

    private final GuestLifecycle guest;
    private final Hypervisor hypervisor;
    private final LifeRecord life;
    private final List<CompletableFuture<GuestReport>> waiting = new ArrayList<>();
    private boolean preparing;
    private Observation last = new Observation.Unknown("Nobody has looked yet.");

    Incoming(GuestLifecycle guest, Hypervisor hypervisor, LifeRecord life) {
        this.guest = guest;
        this.hypervisor = hypervisor;
        this.life = life;
    }

    /** What an earlier launcher has begun. */
    void attach() {
        if (isExpected()) {
            report(false);
        }
    }

    private boolean isExpected() {
        return life.isAt(Step.COMING) || life.isAt(Step.RELEASED) || life.isAt(Step.ARRIVED);
    }

    /** Repeatable for the same migration. */
    CompletionStage<GuestReport> expect(Launch launch, Preparation preparation, UUID migration) {
        var result = new CompletableFuture<GuestReport>();
        guest.execute(() -> {
            if (isExpected() && life.move().orElseThrow().migration().equals(migration)) {
                result.complete(guest.log().current());
            } else if (guest.state() instanceof GuestState.Absent
                    && life.launch().isEmpty()) {
                waiting.add(result);
                prepare(launch, preparation, migration);
            } else {
                result.completeExceptionally(new StartException(
                        StartException.Kind.OTHER_GUEST,
                        "OTHER_GUEST",
                        "no guest can come here: " + guest.state().words()));
            }
        });
        return result;
    }

    private void prepare(Launch launch, Preparation preparation, UUID migration) {
        if (preparing) {
            return;
        }
        preparing = true;
        Thread.ofPlatform().name("prepare").start(() -> {
            Optional<StartException> failure = Optional.empty();
            try {
                // The domain is the source's; what it is made of has to be there.
                var _ = preparation.prepare();
            } catch (StartException e) {
                failure = Optional.of(e);
            } catch (RuntimeException e) {
                failure = Optional.of(
                        new StartException(StartException.Kind.MISSING, "PREPARATION_FAILED", String.valueOf(e)));
            }
            var end = failure;
            guest.execute(() -> prepared(launch, migration, end));
        });
    }

    private void prepared(Launch launch, UUID migration, Optional<StartException> failure) {
        preparing = false;
        if (failure.isPresent()) {
            waiting.forEach(one -> one.completeExceptionally(failure.get()));
        } else if (!(guest.state() instanceof GuestState.Absent)) {
            waiting.forEach(one -> one.completeExceptionally(new StartException(
                    StartException.Kind.MISSING, "GUEST_ENDED", "this pod was ended before a guest came")));
        } else {
            life.willReceive(launch, migration);
            guest.enter(new GuestState.Incoming(false), DomainFacts.NONE);
            report(false);
            waiting.forEach(one -> one.complete(guest.log().current()));
        }
        waiting.clear();
    }

    /** The source has stopped. Repeatable. */
    CompletionStage<GuestReport> complete(UUID migration, boolean staysPaused) {
        var result = new CompletableFuture<GuestReport>();
        guest.execute(() -> {
            if (!isExpected() || !life.move().orElseThrow().migration().equals(migration)) {
                result.completeExceptionally(new StartException(
                        StartException.Kind.MISSING, "NO_MIGRATION", "no guest is expected of migration " + migration));
                return;
            }
            if (life.isAt(Step.COMING)) {
                life.released(staysPaused);
            }
            // It stands still until it is resumed, and what was seen of it last is enough to try.
            if (life.isAt(Step.RELEASED) && HandOver.target(last, true, staysPaused) == HandOver.Target.RESUME) {
                var _ = resumed();
            }
            guest.look();
            answer(result);
        });
        return result;
    }

    private void answer(CompletableFuture<GuestReport> result) {
        switch (guest.state()) {
            case GuestState.Running _, GuestState.Paused _, GuestState.ShuttingDown _ ->
                result.complete(guest.log().current());
            case GuestState.Stopped(var reason, var message) ->
                result.completeExceptionally(new StartException(
                        StartException.Kind.MISSING, "GUEST_ENDED", "the guest has ended: " + reason + " " + message));
            case GuestState.Incoming _, GuestState.Absent _, GuestState.Starting _, GuestState.Unknown _ ->
                result.completeExceptionally(new StartException(
                        StartException.Kind.MISSING,
                        "NOT_COMPLETE",
                        "not all of the guest is here: " + guest.state().words()));
        }
    }

    /** Before the state is taken from what was seen: lets the guest run where it may. True: look again. */
    boolean advance(Observation seen) {
        last = seen;
        if (!life.isAt(Step.RELEASED)) {
            return false;
        }
        var pausedByUser = life.move().orElseThrow().pausedByUser();
        return switch (HandOver.target(seen, true, pausedByUser)) {
            case RESUME -> resumed();
            case WAIT -> {
                guest.later(guest::look, AGAIN);
                yield false;
            }
            case ARRIVED -> {
                life.hasArrived();
                Log.info().log("the guest has arrived");
                yield false;
            }
            case LOST -> false;
        };
    }

    private boolean resumed() {
        try {
            hypervisor.resume(life.launch().orElseThrow().domain());
            return true;
        } catch (HypervisorException e) {
            Log.warn().addKeyValue("error", e.getMessage()).log("the guest is here and does not go on, trying again");
            guest.later(guest::look, AGAIN);
            return false;
        }
    }

    /** After it: those who watch learn whether all is here. */
    void after(GuestState state) {
        if (life.isAt(Step.COMING) || life.isAt(Step.RELEASED)) {
            report(state instanceof GuestState.Incoming(var complete) && complete);
        }
    }

    private void report(boolean complete) {
        var report = guest.log().current();
        var incoming = new TransferReport.Incoming(life.move().orElseThrow().migration(), complete);
        guest.log().publish(report.with(new TransferReport(report.transfer().outgoing(), Optional.of(incoming))));
    }
}
