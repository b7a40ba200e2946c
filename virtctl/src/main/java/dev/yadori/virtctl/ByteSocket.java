package dev.yadori.virtctl;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A stream to a guest. What comes is written to an output; the next piece is asked for when the one before is written, so
 * that a slow output slows the guest and fills no memory.
 */
final class ByteSocket implements WebSocket.Listener {

    private static final int NORMAL = 1000;
    private static final int PIECE = 8192;
    private static final long MOST_QUEUED = 256 * 1024L;
    private static final long A_MOMENT = 1_000_000;

    private final CompletableFuture<Optional<String>> ended = new CompletableFuture<>();
    private final CompletableFuture<OutputStream> output = new CompletableFuture<>();
    private @Nullable WebSocket socket;

    void joined(WebSocket joined) {
        socket = joined;
    }

    /** Writes what comes to an output from now on. */
    void writeTo(OutputStream destination) {
        output.complete(destination);
    }

    /** Completes when the stream has ended, with what was wrong; empty where nothing was. */
    CompletableFuture<Optional<String>> ended() {
        return ended;
    }

    /** Sends bytes; waits while the way is full. Nothing happens once the stream has ended. */
    void send(byte[] bytes, int length) {
        WebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("not open yet");
        }
        while (open.queueSize() > MOST_QUEUED && !ended.isDone()) {
            LockSupport.parkNanos(A_MOMENT);
        }
        if (length > 0 && !ended.isDone()) {
            open.send(ByteBuffer.wrap(bytes.clone(), 0, length));
        }
    }

    /** Sends all that can be read. */
    void sendAll(InputStream input) throws IOException {
        byte[] bytes = new byte[PIECE];
        for (int length = input.read(bytes); length >= 0; length = input.read(bytes)) {
            send(bytes, length);
        }
    }

    void close() {
        if (socket != null && !ended.isDone()) {
            socket.sendClose(NORMAL, "");
        }
    }

    @Override
    public void onMessage(WebSocket from, ByteBuffer bytes) {
        write(from, bytes);
    }

    @Override
    public void onMessage(WebSocket from, String text) {
        write(from, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void write(WebSocket from, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        var _ = output.thenAccept(destination -> {
            try {
                destination.write(copy);
                destination.flush();
                from.request();
            } catch (IOException e) {
                ended.complete(Optional.of("the output is closed"));
                from.sendClose(NORMAL, "");
            }
        });
    }

    @Override
    public void onClose(WebSocket from, int code, String reason) {
        boolean told = reason != null && !reason.isEmpty();
        if (code == NORMAL && !told) {
            ended.complete(Optional.empty());
        } else {
            ended.complete(Optional.of(told ? reason : "the stream was closed (" + code + ")"));
        }
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended.complete(Optional.of("the stream broke off: " + error.getMessage()));
    }
}
