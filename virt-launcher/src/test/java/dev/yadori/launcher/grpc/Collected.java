package dev.yadori.launcher.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a stream brings. */
public final class Collected<T> implements StreamObserver<T> {
    private final List<T> messages = new CopyOnWriteArrayList<>();
    private volatile Optional<Status.Code> status = Optional.empty();

    @Override
    public void onNext(T message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        status = Optional.of(Status.fromThrowable(failure).getCode());
    }

    @Override
    public void onCompleted() {
        status = Optional.of(Status.Code.OK);
    }

    public List<T> messages() {
        return List.copyOf(messages);
    }

    /** How it ended, once it has. */
    public Optional<Status.Code> status() {
        return status;
    }
}
