package dev.yadori.handler.launcher;

import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import dev.yadori.proto.launcher.v1.WatchGuestRequest;
import dev.yadori.proto.launcher.v1.WatchGuestResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import org.jspecify.annotations.Nullable;

/**
 * A watch as a server stream. It leaves all that has been out, so that the state now comes first: a guest that runs was absent once,
 * and who has just begun to look must not take that for news.
 */
final class GuestWatch implements ClientResponseObserver<WatchGuestRequest, WatchGuestResponse>, LauncherClient.Watch {
    private final LauncherClient.WatchListener listener;
    private @Nullable ClientCallStreamObserver<WatchGuestRequest> call;
    private boolean over;

    private GuestWatch(LauncherClient.WatchListener listener) {
        this.listener = listener;
    }

    static GuestWatch start(LauncherServiceGrpc.LauncherServiceStub stub, LauncherClient.WatchListener listener) {
        var watch = new GuestWatch(listener);
        stub.watchGuest(
                WatchGuestRequest.newBuilder().setFromSequence(Long.MAX_VALUE).build(), watch);
        return watch;
    }

    @Override
    public synchronized void beforeStart(ClientCallStreamObserver<WatchGuestRequest> stream) {
        call = stream;
    }

    @Override
    public synchronized void onNext(WatchGuestResponse response) {
        if (!over) {
            listener.report(ReportMapper.report(response.getEvent().getStatus()));
        }
    }

    @Override
    public synchronized void onError(Throwable failure) {
        end(failure);
    }

    @Override
    public synchronized void onCompleted() {
        end(Status.UNAVAILABLE
                .withDescription("the launcher has ended the watch")
                .asRuntimeException());
    }

    private void end(Throwable failure) {
        if (!over) {
            over = true;
            listener.lost(Failures.of(failure));
        }
    }

    @Override
    public synchronized void close() {
        if (!over) {
            over = true;
            if (call != null) {
                call.cancel("nobody watches any more", null);
            }
        }
    }
}
