package dev.yadori.e2e.vm;

import dev.yadori.e2e.vm.Fault.Scene;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** One migration of one guest, in which one thing is broken at a moment that chance picks. */
record FaultedMigration(Migrations migrations, SystemPods system, String guest, Witness witness) {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration END = Duration.ofMinutes(6);
    private static final Duration TARGET = Duration.ofSeconds(30);
    private static final int PREPARING_MILLIS = 1_000;
    /** At the bandwidth of the tests' policy memory takes about as long. */
    private static final int MOVING_MILLIS = 6_000;

    private static final List<String> MOMENTS =
            List.of("Pending", "Scheduling", "PreparingTarget", "Running", "Running", "Running", "Running");

    /** What came of one. */
    enum Outcome {
        /** It runs at the target. */
        MOVED,
        /** It runs where it was. */
        STAYED,
        /** It was in the emulator that was killed, and its owner has started it anew. */
        KILLED,
        /** It runs, but it is another boot, and nobody has killed its emulator. */
        LOST,
        /** Two pods have answered for it by turns. */
        DOUBLED,
        /** The migration or the guest has not come to rest. */
        UNSETTLED
    }

    /** How it went, for people and for those who count. */
    record Report(String name, Fault fault, String moment, boolean struck, Outcome outcome, String remarks) {}

    Report run(String name, Fault fault, RandomGenerator random) {
        var moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
        int delay = random.nextInt(moment.equals("Running") ? MOVING_MILLIS : PREPARING_MILLIS);
        var source = onlyPod();
        var boot = bootOf();
        persist(() -> witness.watch(List.of(source)));
        persist(() -> migrations.create(name, guest));
        boolean struck = strike(name, fault, source, new Moment(moment, delay));
        return report(
                new Report(name, fault, moment + "+" + delay + "ms", struck, Outcome.UNSETTLED, ""), source, boot);
    }

    private record Moment(String phase, int delay) {}

    private boolean strike(String name, Fault fault, Pod source, Moment moment) {
        await(TARGET, () -> hasReached(name, moment.phase()));
        pause(moment.delay());
        if (fault.needsTarget()) {
            await(TARGET, () -> target(source).isPresent() || hasEnded(name));
        }
        var target = attempt(() -> target(source)).flatMap(found -> found);
        target.ifPresent(pod -> persist(() -> witness.watch(List.of(source, pod))));
        return attempt(() -> fault.strike(new Scene(system, source, target))).orElse(false);
    }

    /** Chance is what is wanted here, and nothing to be awaited. */
    private static void pause(int millis) {
        var _ = CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS))
                .join();
    }

    private boolean hasReached(String name, String phase) {
        var order = List.of("none", "Pending", "Scheduling", "Scheduled", "PreparingTarget", "TargetReady", "Running");
        var now = migrations.phase(name);
        return order.contains(now) ? order.indexOf(now) >= order.indexOf(phase) : true;
    }

    private boolean hasEnded(String name) {
        return Set.of("Succeeded", "Failed", "none").contains(migrations.phase(name));
    }

    private Optional<Pod> target(Pod source) {
        return migrations.living(guest).stream()
                .filter(pod ->
                        !pod.getMetadata().getUid().equals(source.getMetadata().getUid()))
                .filter(pod -> pod.getStatus().getPodIP() != null)
                .findFirst();
    }

    private Report report(Report run, Pod source, String boot) {
        try {
            // The target may have come after the fault.
            patient().until(() -> {
                var pods = migrations.living(guest);
                if (pods.size() > 1) {
                    witness.watch(pods);
                }
                return hasEnded(run.name()) && pods.size() == 1 && isAtRest();
            });
        } catch (ConditionTimeoutException e) {
            return with(
                    run, Outcome.UNSETTLED, attempt(() -> unrest(run.name())).orElse("nobody can be asked"));
        }
        var now = bootOf();
        var twice = patient().until(witness::contradictions, Objects::nonNull);
        if (!twice.isEmpty()) {
            return with(run, Outcome.DOUBLED, twice.toString());
        }
        if (!now.equals(boot)) {
            return with(run, run.fault().takesTheGuest() ? Outcome.KILLED : Outcome.LOST, "");
        }
        boolean same =
                onlyPod().getMetadata().getUid().equals(source.getMetadata().getUid());
        return same ? with(run, Outcome.STAYED, whyItStayed(run.name())) : with(run, Outcome.MOVED, "");
    }

    /** Each lane breaks what the others need as well, so that the reason is not always what was broken here. */
    private String whyItStayed(String migration) {
        var object = patient().until(() -> migrations.of(migration).get(), Objects::nonNull);
        return String.valueOf(object.<Object>get("status", "migrationState", "failureReason"));
    }

    private String unrest(String migration) {
        var pods = migrations.guests().pods(guest).stream()
                .map(pod -> pod.getMetadata().getName() + " " + pod.getStatus().getPhase())
                .toList();
        return "guest %s on %s, page %s, pods %s, migration %s"
                .formatted(
                        migrations.guests().phase(guest),
                        migrations.guests().status(guest, "nodeName").orElse("no node"),
                        attempt(this::page).flatMap(found -> found).orElse("does not answer"),
                        pods,
                        migrations.of(migration).require().<Object>get("status"));
    }

    private Pod onlyPod() {
        return patient()
                .until(() -> migrations.living(guest), pods -> pods.size() == 1)
                .getFirst();
    }

    private boolean isAtRest() {
        return migrations.guests().phase(guest).equals("Running") && page().isPresent();
    }

    private String bootOf() {
        return patient().until(this::page, Optional::isPresent).orElseThrow();
    }

    private Optional<String> page() {
        return migrations.guests().page(migrations.guests().asker(), guest, "boot");
    }

    private static Report with(Report run, Outcome outcome, String remarks) {
        return new Report(run.name(), run.fault(), run.moment(), run.struck(), outcome, remarks);
    }

    /** What is broken may be what a question has to pass. */
    private static ConditionFactory patient() {
        return Awaitility.await()
                .atMost(END)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsMatching(FaultedMigration::isOutage);
    }

    private static boolean isOutage(Throwable failure) {
        return failure instanceof KubernetesClientException || failure instanceof IllegalStateException;
    }

    private static void persist(Runnable deed) {
        patient().until(() -> {
            deed.run();
            return true;
        });
    }

    private static void await(Duration most, Callable<Boolean> fact) {
        try {
            Awaitility.await()
                    .atMost(most)
                    .pollInterval(LOOK)
                    .ignoreExceptionsMatching(FaultedMigration::isOutage)
                    .until(fact);
        } catch (ConditionTimeoutException tooLate) {
            // Then it strikes later than it was meant to.
        }
    }

    private static <T> Optional<T> attempt(Callable<T> deed) {
        try {
            return Optional.of(deed.call());
        } catch (Exception | AssertionError missed) {
            return Optional.empty();
        }
    }
}
