package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.GuestNetwork;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import dev.yadori.handler.launcher.LauncherClient;
import dev.yadori.handler.launcher.LauncherDoor.Opening;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.handler.launcher.LauncherInfo;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's side of one launcher: looks for it until it answers, listens to it, and looks for it again when it is
 * lost. Forgets nothing that was a proof, keeps nothing that was not. Thread-safe; never calls out while it holds its lock.
 */
final class LauncherSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LauncherSession.class);
    private static final int CONTRACT = 1;

    private final GuestPod pod;
    private final SessionTools tools;

    private Contact contact;
    private Optional<GuestReport> ended = Optional.empty();
    private Attempt attempt = new Attempt.None();
    private Optional<Findings> findings = Optional.empty();
    private Optional<CardWish.Try> cards = Optional.empty();
    private @Nullable Line line;
    private @Nullable Future<?> pause;
    private boolean started;
    private boolean searching;
    private boolean closed;

    /** One connection, until it is lost. */
    private static final class Line {
        private final LauncherClient client;
        private final GuestNetwork network;

        Line(LauncherClient client, GuestNetwork network) {
            this.client = client;
            this.network = network;
        }

        LauncherClient client() {
            return client;
        }

        GuestNetwork network() {
            return network;
        }

        void hangUp() {
            client.close();
            network.close();
        }
    }

    LauncherSession(GuestPod pod, SessionTools tools) {
        this.pod = pod;
        this.tools = tools;
        contact = new Contact.Seeking(tools.clock().instant(), "the pod has just been seen");
    }

    synchronized LauncherView view() {
        return new LauncherView(contact, ended, attempt, findings, cards);
    }

    synchronized Optional<LauncherClient> client() {
        return Optional.ofNullable(line).map(Line::client);
    }

    /** The guest, where its launcher can be reached now. */
    synchronized Optional<ReachedGuest> reached() {
        return client().map(client -> new ReachedGuest(
                pod, client, report().flatMap(last -> last.transfer().leaving())));
    }

    private Optional<GuestReport> report() {
        return contact instanceof Contact.Made(var report) ? report : Optional.empty();
    }

    void wake() {
        tools.wake().accept(pod);
    }

    /** The pod has changed: its launcher may be there now. */
    void appeared(boolean containerStarted) {
        synchronized (this) {
            started = containerStarted;
        }
        seek();
    }

    /** Looks for the launcher, if nobody does yet; instead of the look that was due, or there would be ever more of them. */
    private void seek() {
        synchronized (this) {
            if (closed || searching || line != null || ended.isPresent()) {
                return;
            }
            searching = true;
            if (pause != null) {
                pause.cancel(false);
                pause = null;
            }
        }
        tools.executor().execute(this::search);
    }

    /** Starts the guest in the background; nothing happens if that is under way, or if the launcher is out of reach. */
    void launch(VirtualMachineInstance vmi, GuestStart start) {
        Line used;
        int count;
        synchronized (this) {
            if (line == null || attempt instanceof Attempt.Running || attempt instanceof Attempt.Done) {
                return;
            }
            used = line;
            count = attempt instanceof Attempt.Failed failed ? failed.last().count() + 1 : 1;
            attempt = new Attempt.Running(count);
        }
        tools.executor().execute(() -> {
            var outcome = start.run(vmi, pod, used.client(), used.network(), this::found);
            synchronized (this) {
                attempt = outcome.toAttempt(tools.clock().instant(), count);
            }
            tools.wake().accept(pod);
        });
    }

    /** Changes the guest's cards in the background; nothing happens if that is under way, or without a launcher. */
    void change(CardWish wish, VirtualMachineInstance vmi, GuestStart start) {
        Line used;
        int count;
        synchronized (this) {
            var last = cards.map(CardWish.Try::attempt).orElse(new Attempt.None());
            if (line == null || last instanceof Attempt.Running) {
                return;
            }
            used = line;
            count = last instanceof Attempt.Failed failed ? failed.last().count() + 1 : 1;
            cards = Optional.of(new CardWish.Try(wish, new Attempt.Running(count)));
        }
        tools.executor().execute(() -> {
            var outcome = start.run(vmi, pod, used.client(), used.network(), this::found);
            synchronized (this) {
                cards = Optional.of(
                        new CardWish.Try(wish, outcome.toAttempt(tools.clock().instant(), count)));
            }
            tools.wake().accept(pod);
        });
    }

    private synchronized void found(Findings made) {
        findings = Optional.of(made);
    }

    @Override
    public void close() {
        Line last;
        synchronized (this) {
            closed = true;
            if (pause != null) {
                pause.cancel(false);
            }
            last = line;
            line = null;
        }
        if (last != null) {
            last.hangUp();
        }
    }

    private void search() {
        var opening = introduced(tools.door().open(pod.uid()));
        switch (opening) {
            case Opening.Opened(var client, var network) -> connected(new Line(client, network));
            case Opening.NotYet(var reason) -> again(seeking(reason));
            case Opening.Refused(var reason) -> again(new Contact.Refused(reason));
        }
    }

    /** A launcher that answers, speaks our contract and serves the right object, or the reason why not. */
    private Opening introduced(Opening opening) {
        if (!(opening instanceof Opening.Opened(var client, var network))) {
            return opening;
        }
        Opening objection;
        try {
            var info = client.info();
            if (info.contractVersion() >= CONTRACT && info.objectUid().equals(pod.vmiUid())) {
                handRouters(network, info);
                return opening;
            }
            objection = new Opening.Refused(
                    "the launcher serves object %s by contract %d".formatted(info.objectUid(), info.contractVersion()));
        } catch (LauncherException silent) {
            objection = silent.kind() == LauncherException.Kind.UNTRUSTED
                    ? new Opening.Refused(silent.getMessage())
                    : new Opening.NotYet("the launcher does not answer: " + silent.getMessage());
        }
        client.close();
        network.close();
        return objection;
    }

    /** A failure is not the guest's: its routes last for hours. */
    private void handRouters(GuestNetwork network, LauncherInfo info) {
        if (info.wantedRouterDevices().isEmpty()) {
            return;
        }
        try {
            network.handRouters(info.wantedRouterDevices());
        } catch (IOException failure) {
            LOG.atWarn()
                    .addKeyValue("pod", pod.uid())
                    .addKeyValue("error", failure.getMessage())
                    .log("the launcher advertises no router");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void connected(Line next) {
        synchronized (this) {
            searching = false;
            if (closed) {
                next.hangUp();
                return;
            }
            line = next;
            contact = new Contact.Made(Optional.empty());
        }
        LOG.atInfo().addKeyValue("pod", pod.uid()).log("launcher found");
        var _ = next.client().watch(new Listener(next));
    }

    private synchronized Contact seeking(String why) {
        return contact instanceof Contact.Seeking(var since, var _)
                ? new Contact.Seeking(since, why)
                : new Contact.Seeking(tools.clock().instant(), why);
    }

    private void again(Contact next) {
        boolean news;
        synchronized (this) {
            searching = false;
            if (closed) {
                return;
            }
            news = !next.getClass().equals(contact.getClass());
            contact = next;
            pause = tools.later(
                    this::seek, tools.pace().after(next, started, tools.clock().instant()));
        }
        if (news) {
            tools.wake().accept(pod);
        }
    }

    private void heard(Line from, GuestReport report) {
        synchronized (this) {
            if (!from.equals(line)) {
                return;
            }
            contact = new Contact.Made(Optional.of(report));
            if (report.state() instanceof GuestState.Stopped) {
                ended = Optional.of(report);
            }
            cards = cards.filter(tried -> !tried.isFulfilled(report));
        }
        tools.wake().accept(pod);
    }

    private void lost(Line from, LauncherException why) {
        synchronized (this) {
            if (!from.equals(line)) {
                return;
            }
            line = null;
            contact = new Contact.Seeking(tools.clock().instant(), why.getMessage());
        }
        from.hangUp();
        LOG.atInfo()
                .addKeyValue("pod", pod.uid())
                .addKeyValue("reason", why.getMessage())
                .log("launcher lost");
        tools.wake().accept(pod);
        seek();
    }

    private final class Listener implements LauncherClient.WatchListener {
        private final Line from;

        Listener(Line from) {
            this.from = from;
        }

        @Override
        public void report(GuestReport report) {
            heard(from, report);
        }

        @Override
        public void lost(LauncherException why) {
            LauncherSession.this.lost(from, why);
        }
    }
}
