package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.HypervisorException.Reason;
import dev.yadori.launcher.hypervisor.Observation;
import dev.yadori.launcher.lifecycle.GuestState.StopReason;
import dev.yadori.launcher.log.Log;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts the guest, once. A start that fails leaves nothing, and may be tried again. Confined to the guest's thread. */
final class GuestStart {
    private final GuestLifecycle guest;
    private final Hypervisor hypervisor;
    private final LifeRecord life;
    private final Alarm alarm;

    /** Those who wait for the start that is going on. */
    private final List<CompletableFuture<GuestReport>> waiting = new ArrayList<>();

    GuestStart(GuestLifecycle guest, Hypervisor hypervisor, LifeRecord life, Alarm alarm) {
        this.guest = guest;
        this.hypervisor = hypervisor;
        this.life = life;
        this.alarm = alarm;
    }

    void start(Launch launch, Preparation preparation, CompletableFuture<GuestReport> result) throws StartException {
        var other = life.launch().map(Launch::object).filter(object -> !object.equals(launch.object()));
        if (other.isPresent()) {
            throw new StartException(
                    StartException.Kind.OTHER_GUEST, "OTHER_GUEST", "the guest here is " + other.get());
        }
        switch (guest.state()) {
            case GuestState.Absent() -> {
                waiting.add(result);
                begin(launch, preparation);
            }
            case GuestState.Starting() -> waiting.add(result);
            case GuestState.Incoming(var _) ->
                throw new StartException(
                        StartException.Kind.MISSING, "GUEST_INCOMING", "the guest comes from elsewhere");
            case GuestState.Running(), GuestState.Paused(var _), GuestState.ShuttingDown() ->
                result.complete(guest.log().current());
            case GuestState.Unknown(var _, var why) ->
                throw new StartException(StartException.Kind.UNKNOWN, "HYPERVISOR_UNREACHABLE", why);
            case GuestState.Stopped(var reason, var _) ->
                throw new StartException(StartException.Kind.MISSING, "GUEST_ENDED", "the guest has ended: " + reason);
        }
    }

    private void begin(Launch launch, Preparation preparation) {
        guest.enter(new GuestState.Starting(), DomainFacts.NONE);
        Thread.ofPlatform().name("prepare").start(() -> {
            try {
                var prepared = preparation.prepare();
                guest.execute(() -> run(launch, prepared));
            } catch (StartException e) {
                guest.execute(() -> startFailed(e));
            } catch (RuntimeException e) {
                var failure = new StartException(StartException.Kind.MISSING, "PREPARATION_FAILED", String.valueOf(e));
                failure.addSuppressed(e);
                guest.execute(() -> startFailed(failure));
            }
        });
    }

    /** Defines and starts it, once libvirt answers, which it may not yet do in a young pod. */
    private void run(Launch launch, Preparation.PreparedDomain prepared) {
        if (guest.isEnding()) {
            startFailed(new StartException(StartException.Kind.MISSING, "GUEST_ENDED", "it was ended before it ran"));
            return;
        }
        if (hypervisor.observe(launch.domain()) instanceof Observation.Unknown) {
            alarm.afterFailure(() -> guest.execute(() -> run(launch, prepared)));
            return;
        }
        alarm.reached();
        try {
            life.willStart(launch);
            startEither(launch, prepared);
            life.hasStarted();
            guest.look();
            waiting.forEach(result -> result.complete(guest.log().current()));
            waiting.clear();
        } catch (HypervisorException e) {
            hypervisorRefused(e);
        } catch (UncheckedIOException e) {
            startFailed(
                    new StartException(StartException.Kind.MISSING, "JOURNAL_FAILED", String.valueOf(e.getMessage())));
        }
    }

    private void startEither(Launch launch, Preparation.PreparedDomain prepared) throws HypervisorException {
        try {
            define(launch, prepared.xml());
        } catch (HypervisorException e) {
            if (e.reason() == Reason.UNREACHABLE || prepared.fallback().isEmpty()) {
                throw e;
            }
            Log.warn().addKeyValue("error", e.getMessage()).log("guest does not start with kvm, emulating it");
            define(launch, prepared.fallback().get());
        }
    }

    private void define(Launch launch, String xml) throws HypervisorException {
        hypervisor.define(xml);
        Log.info().log("domain defined");
        hypervisor.start(launch.domain(), launch.startPaused());
    }

    /** Where nobody can say what has happened, looking will. */
    private void hypervisorRefused(HypervisorException refusal) {
        var failure = StartException.from(refusal);
        if (failure.kind() == StartException.Kind.UNKNOWN) {
            tellFailure(failure);
            guest.look();
        } else {
            startFailed(failure);
        }
    }

    private void startFailed(StartException failure) {
        if (guest.isEnding()) {
            guest.enter(new GuestState.Stopped(StopReason.DESTROYED, "It was ended before it ran."), DomainFacts.NONE);
        } else {
            guest.enter(new GuestState.Absent(), DomainFacts.NONE);
        }
        tellFailure(failure);
    }

    private void tellFailure(StartException failure) {
        Log.warn()
                .addKeyValue("reason", failure.reason())
                .addKeyValue("error", failure.getMessage())
                .log("guest not started");
        waiting.forEach(result -> result.completeExceptionally(failure));
        waiting.clear();
    }

    boolean isGoing() {
        return !waiting.isEmpty() && !life.isStarted();
    }
}
