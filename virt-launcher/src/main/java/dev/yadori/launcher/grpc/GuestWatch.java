package dev.yadori.launcher.grpc;

import dev.yadori.launcher.lifecycle.GuestStatusEvent;
import dev.yadori.launcher.lifecycle.StatusLog;
import dev.yadori.proto.launcher.v1.WatchGuestResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/** One watcher. While it does not read, only the last events are kept for it: each says all. */
final class GuestWatch {
    private static final int KEPT = 64;

    private final ServerCallStreamObserver<WatchGuestResponse> watcher;
    private final ArrayDeque<GuestStatusEvent> pending = new ArrayDeque<>();
    private boolean ended;

    GuestWatch(ServerCallStreamObserver<WatchGuestResponse> watcher) {
        this.watcher = watcher;
    }

    void begin(StatusLog log, long fromSequence) {
        watcher.setOnReadyHandler(this::send);
        var end = log.watch(fromSequence, this::add);
        watcher.setOnCancelHandler(end);
        watcher.setOnCloseHandler(end);
    }

    private synchronized void add(GuestStatusEvent event) {
        pending.add(event);
        if (pending.size() > KEPT) {
            pending.remove();
        }
        send();
    }

    private synchronized void send() {
        send(watcher::isReady);
    }

    private void send(BooleanSupplier may) {
        while (!ended && !pending.isEmpty() && may.getAsBoolean()) {
            watcher.onNext(WatchGuestResponse.newBuilder()
                    .setEvent(StatusMapper.event(pending.remove()))
                    .build());
        }
    }

    /** Ends the stream after what is pending, because the launcher exits. */
    synchronized void end() {
        if (!ended && !watcher.isCancelled()) {
            send(() -> true);
            watcher.onCompleted();
        }
        ended = true;
    }

    synchronized boolean isOver() {
        return ended || watcher.isCancelled();
    }
}
