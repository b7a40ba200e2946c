package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.handler.launcher.Transfer;
import dev.yadori.handler.migration.SourceRelay.Destination;
import dev.yadori.handler.migration.SourceWire;
import dev.yadori.handler.pod.PodUid;
import dev.yadori.proto.handler.v1.MigrationWelcome.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process does for guests that leave its node: sockets in their pods, the call that begins it, and, when the guest
 * has left, telling the target until the object says that the guest is there. Only then may the launcher end, because until
 * then its end would be taken for the guest's. Thread-safe.
 */
final class Departures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration SLOWLY = Duration.ofSeconds(2);

    private final SourceWire wire;
    private final GuestObjects objects;
    private final LauncherSessions sessions;
    private final SessionTools tools;
    private final String node;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    /** By pods, what is about to be opened before it is needed. */
    private final Map<String, Destination> ahead = new ConcurrentHashMap<>();

    private final Set<String> telling = ConcurrentHashMap.newKeySet();

    /**
     * What is open for one pod.
     *
     * @param asked the launcher has been asked to have its guest leave
     */
    private record Open(Departure departure, SourceWire.Sockets sockets, AtomicBoolean asked) {}

    Departures(SourceWire wire, GuestObjects objects, LauncherSessions sessions, SessionTools tools, String node) {
        this.wire = wire;
        this.objects = objects;
        this.sessions = sessions;
        this.tools = tools;
        this.node = node;
    }

    /** In the background: it is not certain yet that the guest leaves, but what it would leave by can be ready. */
    void approach(String pod, Departure departure) {
        var destination = departure.destination();
        if (opening(pod, destination).isPresent() || destination.equals(ahead.put(pod, destination))) {
            return;
        }
        tools.executor().execute(() -> {
            wire.approach(destination);
            openAhead(pod, departure);
        });
    }

    private synchronized void openAhead(String pod, Departure departure) {
        if (!ahead.remove(pod, departure.destination())) {
            return;
        }
        try {
            var _ = opened(pod, departure);
        } catch (IOException e) {
            // When the guest leaves it is tried again, and said.
            LOG.atDebug().addKeyValue("pod", pod).setCause(e).log("no sockets for a migration yet");
        }
    }

    /** The guest does not leave, or not yet. Nothing happens where its launcher was asked to have it leave. */
    synchronized void retract(String pod, Departure departure) {
        ahead.remove(pod, departure.destination());
        if (opening(pod, departure.destination())
                .filter(one -> !one.asked().get())
                .isPresent()) {
            close(pod);
        }
    }

    private Optional<Open> opening(String pod, Destination destination) {
        var there = open.get(pod);
        return there != null && there.departure().destination().equals(destination)
                ? Optional.of(there)
                : Optional.empty();
    }

    /** In the background; nothing happens where it was done before by this process. */
    void migrate(String pod, Departure departure) {
        tools.executor().execute(() -> {
            try {
                begin(pod, departure);
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("pod", pod)
                        .addKeyValue("error", e.getMessage())
                        .log("no sockets for a migration");
                retry(pod);
            }
        });
    }

    private void begin(String pod, Departure departure) throws IOException {
        var migration = departure.destination().migration().toString();
        if (opened(pod, departure).asked().getAndSet(true)) {
            return;
        }
        try {
            var launcher = sessions.client(pod).orElseThrow(() -> new IOException("the launcher is out of reach"));
            launcher.migrate(migration, departure.terms());
            LOG.atInfo()
                    .addKeyValue("pod", pod)
                    .addKeyValue("migration", migration)
                    .log("guest is being moved");
        } catch (LauncherException e) {
            close(pod);
            LOG.atWarn()
                    .addKeyValue("pod", pod)
                    .addKeyValue("error", e.getMessage())
                    .log("the launcher does not move its guest");
            retry(pod);
        } catch (IOException e) {
            close(pod);
            throw e;
        }
    }

    private synchronized Open opened(String pod, Departure departure) throws IOException {
        var there = opening(pod, departure.destination());
        if (there.isPresent()) {
            return there.get();
        }
        var former = open.get(pod);
        if (former != null) {
            former.sockets().close();
        }
        var sockets = wire.open(PodUid.parse(pod), departure.destination());
        var next = new Open(departure, sockets, new AtomicBoolean());
        open.put(pod, next);
        return next;
    }

    private void retry(String pod) {
        var _ = tools.later(() -> sessions.wake(pod), SLOWLY);
    }

    void cancel(String pod, String migration) {
        tools.executor().execute(() -> {
            var launcher = sessions.client(pod);
            if (launcher.isEmpty()) {
                return;
            }
            try {
                launcher.get().cancelMigration(migration);
            } catch (LauncherException e) {
                LOG.atWarn()
                        .addKeyValue("pod", pod)
                        .addKeyValue("error", e.getMessage())
                        .log("the migration is not cancelled yet");
                retry(pod);
            }
        });
    }

    /** With each change of what a launcher says. */
    void consider(GuestPod pod) {
        var report = sessions.view(pod.uid()).lastReport();
        var outgoing = report.flatMap(one -> one.transfer().outgoing());
        boolean left = report.filter(Departures::hasLeft).isPresent();
        if (left && outgoing.isPresent() && telling.add(pod.uid())) {
            var known = destination(pod.uid(), outgoing.get());
            tools.executor().execute(() -> {
                known.ifPresent(destination -> tellAtOnce(pod, destination, outgoing.get()));
                tell(pod, outgoing.get());
            });
        }
        if (left || outgoing.filter(Departures::isOver).isPresent()) {
            close(pod.uid());
        }
    }

    /** A departure is over with the guest's state, which is reported after it: until then it has to be known where it went. */
    private static boolean isOver(Transfer.Outgoing outgoing) {
        return switch (outgoing.phase()) {
            case RUNNING, DEPARTED -> false;
            case FAILED, CANCELLED -> true;
        };
    }

    private Optional<Destination> destination(String pod, Transfer.Outgoing outgoing) {
        return Optional.ofNullable(open.get(pod))
                .map(one -> one.departure().destination())
                .filter(one -> one.migration().toString().equals(outgoing.migration()));
    }

    /** The guest stands still: who has sent it away itself need not ask the API server where it has gone. */
    private void tellAtOnce(GuestPod pod, Destination destination, Transfer.Outgoing outgoing) {
        try {
            var answer = wire.sourceHasStopped(destination, outgoing.pausedByUser());
            LOG.atInfo()
                    .addKeyValue("pod", pod.uid())
                    .addKeyValue("migration", outgoing.migration())
                    .addKeyValue("outcome", answer.getOutcome())
                    .log("the target knows that the guest has left");
        } catch (IOException e) {
            // It is told again with what the object says.
            LOG.atInfo()
                    .addKeyValue("pod", pod.uid())
                    .addKeyValue("error", e.getMessage())
                    .log("the target is not reached");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hasLeft(GuestReport report) {
        return report.state() instanceof GuestState.Stopped(var reason) && reason == GuestState.StopReason.MIGRATED;
    }

    /** First the target, which waits; the object is looked at afterwards. */
    private void tell(GuestPod pod, Transfer.Outgoing outgoing) {
        Optional<Duration> pause = Optional.of(SLOWLY);
        try {
            pause = told(pod, outgoing);
        } catch (IOException | ObjectsUnknownException e) {
            LOG.atWarn()
                    .addKeyValue("pod", pod.uid())
                    .addKeyValue("error", e.getMessage())
                    .log("the target does not know yet that the guest has left");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return;
        }
        if (pause.isPresent()) {
            var _ = tools.later(() -> tell(pod, outgoing), pause.get());
        } else {
            telling.remove(pod.uid());
        }
    }

    private Optional<Duration> told(GuestPod pod, Transfer.Outgoing outgoing)
            throws IOException, InterruptedException, ObjectsUnknownException {
        var guest = objects.guest(pod.namespace(), pod.vmiName())
                .filter(one -> pod.vmiUid().equals(one.getMetadata().getUid()));
        if (guest.isEmpty() || !isStillHere(guest.get())) {
            return released(pod, outgoing);
        }
        var state =
                guest.get().getStatus() == null ? null : guest.get().getStatus().migrationState();
        var destination = state == null || !outgoing.migration().equals(state.migrationUid())
                ? Optional.<Destination>empty()
                : SourcePlanner.destination(pod.vmiUid(), state);
        if (destination.isEmpty()) {
            throw new IOException("the object does not say where migration " + outgoing.migration() + " goes");
        }
        var answer = wire.sourceHasStopped(destination.get(), outgoing.pausedByUser());
        if (answer.getOutcome() == Outcome.OUTCOME_LOST) {
            objects.writeStatus(
                    guest.get(),
                    SourcePlanner.lost(answer.getMessage(), tools.clock().instant()));
            return Optional.of(SLOWLY);
        }
        if (answer.getOutcome() != Outcome.OUTCOME_ARRIVED) {
            throw new IOException(answer.getOutcome() + " " + answer.getMessage());
        }
        return Optional.of(AGAIN);
    }

    private boolean isStillHere(VirtualMachineInstance guest) {
        var status = guest.getStatus();
        return status != null
                && node.equals(status.nodeName())
                && status.phase() == dev.yadori.crds.v1.VirtualMachineInstancePhase.RUNNING;
    }

    private Optional<Duration> released(GuestPod pod, Transfer.Outgoing outgoing) throws IOException {
        var launcher = sessions.client(pod.uid());
        if (launcher.isEmpty()) {
            return Optional.empty();
        }
        try {
            launcher.get().release(outgoing.migration());
            LOG.atInfo().addKeyValue("pod", pod.uid()).log("guest has left, launcher released");
            return Optional.empty();
        } catch (LauncherException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private synchronized void close(String pod) {
        var former = open.remove(pod);
        if (former != null) {
            former.sockets().close();
        }
    }

    @Override
    public void close() {
        Set.copyOf(open.keySet()).forEach(this::close);
    }
}
