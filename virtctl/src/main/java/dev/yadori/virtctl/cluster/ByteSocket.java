package dev.yadori.virtctl.cluster;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream to a guest, as a WebSocket. What comes is written to an output, and the next piece is read when the one before is
 * written, so that a slow output slows the guest and fills no memory. The output is flushed where a message ends.
 */
public final class ByteSocket {

    private static final int CONTINUED = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int LONGEST_CONTROL = 125;

    private static final int NORMAL = 1000;
    private static final int PIECE = 8192;
    private static final int MOST_KEPT = 64 * 1024;
    private static final long FAREWELL_MILLIS = 500;

    private final CompletableFuture<Optional<String>> ended = new CompletableFuture<>();
    private final CompletableFuture<OutputStream> output = new CompletableFuture<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final AtomicReference<byte @Nullable []> owedPong = new AtomicReference<>();
    private final SecureRandom chance = new SecureRandom();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Wire wire;

    ByteSocket(Wire wire) {
        this.wire = wire;
        Thread.ofPlatform().daemon().name("stream").start(this::receive);
    }

    /** Writes what comes to an output from now on. */
    public void writeTo(OutputStream destination) throws IOException {
        synchronized (kept) {
            kept.writeTo(destination);
            destination.flush();
            kept.reset();
            output.complete(destination);
        }
    }

    /** Completes when the stream has ended, with what was wrong; empty where nothing was. */
    public CompletableFuture<Optional<String>> ended() {
        return ended;
    }

    /** Sends bytes; waits while the way is full. Nothing happens once the stream has ended. */
    public void send(byte[] bytes, int length) {
        if (length > 0 && !ended.isDone()) {
            frame(BINARY, bytes, length);
        }
    }

    /** Sends all that can be read. */
    public void sendAll(InputStream input) throws IOException {
        byte[] bytes = new byte[PIECE];
        for (int length = input.read(bytes); length >= 0; length = input.read(bytes)) {
            send(bytes, length);
        }
    }

    /** What was sent before arrives, so the other side is given a moment to say that it has seen the end. */
    public void close() {
        if (!ended.isDone()) {
            frame(CLOSE, new byte[] {(byte) (NORMAL >> 8), (byte) NORMAL}, 2);
            var _ = ended.completeOnTimeout(Optional.empty(), FAREWELL_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        }
        wire.close();
    }

    private void frame(int kind, byte[] bytes, int length) {
        sending.lock();
        try {
            write(kind, bytes, length);
        } catch (IOException e) {
            ended.complete(Optional.of("the stream broke off: " + e.getMessage()));
        } finally {
            sending.unlock();
        }
        payPong();
    }

    private void write(int kind, byte[] bytes, int length) throws IOException {
        var frame = new ByteArrayOutputStream(length + 14);
        frame.write(LAST | kind);
        if (length <= LONGEST_CONTROL) {
            frame.write(MASKED | length);
        } else {
            // Nobody sends more than 64 KiB at once.
            frame.write(MASKED | 126);
            frame.write(length >> 8);
            frame.write(length);
        }
        byte[] mask = new byte[4];
        chance.nextBytes(mask);
        frame.writeBytes(mask);
        for (int i = 0; i < length; i++) {
            frame.write(bytes[i] ^ mask[i % 4]);
        }
        frame.writeTo(wire.output());
        wire.output().flush();
    }

    private void receive() {
        try (wire) {
            DataInputStream input = new DataInputStream(wire.input());
            while (!ended.isDone()) {
                int head = input.readUnsignedByte();
                int kind = head & 0x0f;
                long length = length(input);
                switch (kind) {
                    case CONTINUED, TEXT, BINARY -> pass(input, length, (head & LAST) != 0);
                    case CLOSE -> closed(control(input, length));
                    case PING -> answer(control(input, length));
                    default -> control(input, length);
                }
            }
        } catch (IOException e) {
            ended.complete(Optional.of("the stream broke off" + (e.getMessage() == null ? "" : ": " + e.getMessage())));
        }
    }

    private static long length(DataInputStream input) throws IOException {
        int length = input.readUnsignedByte();
        return switch (length) {
            case 126 -> input.readUnsignedShort();
            case 127 -> input.readLong();
            default -> {
                if (length > 127) {
                    throw new IOException("the API server hides what it sends");
                }
                yield length;
            }
        };
    }

    private static byte[] control(DataInputStream input, long length) throws IOException {
        if (length > LONGEST_CONTROL) {
            throw new IOException("the API server sends no WebSocket");
        }
        byte[] bytes = new byte[(int) length];
        input.readFully(bytes);
        return bytes;
    }

    private void pass(DataInputStream input, long length, boolean last) throws IOException {
        byte[] bytes = new byte[PIECE];
        for (long left = length; left > 0; ) {
            int read = input.read(bytes, 0, (int) Math.min(left, PIECE));
            if (read < 0) {
                throw new IOException("the API server broke off");
            }
            left -= read;
            if (!keep(bytes, read)) {
                write(output.join(), bytes, read);
            }
        }
        if (last && output.isDone()) {
            flush(output.join());
        }
    }

    /** What comes before there is an output, so that pings are seen meanwhile. */
    private boolean keep(byte[] bytes, int length) {
        synchronized (kept) {
            boolean room = !output.isDone() && kept.size() + length <= MOST_KEPT;
            if (room) {
                kept.write(bytes, 0, length);
            }
            return room;
        }
    }

    private void write(OutputStream destination, byte[] bytes, int length) {
        try {
            destination.write(bytes, 0, length);
        } catch (IOException e) {
            ended.complete(Optional.of("the output is closed"));
        }
    }

    private void flush(OutputStream destination) {
        try {
            destination.flush();
        } catch (IOException e) {
            ended.complete(Optional.of("the output is closed"));
        }
    }

    private void answer(byte[] ping) {
        owedPong.set(ping);
        payPong();
    }

    /** Whoever sends now pays when he has sent; to wait for that here could be to wait for each other. */
    private void payPong() {
        while (owedPong.get() != null && sending.tryLock()) {
            try {
                byte[] pong = owedPong.getAndSet(null);
                if (pong != null) {
                    write(PONG, pong, pong.length);
                }
            } catch (IOException e) {
                ended.complete(Optional.of("the stream broke off: " + e.getMessage()));
            } finally {
                sending.unlock();
            }
        }
    }

    private void closed(byte[] said) {
        int code = said.length < 2 ? NORMAL : ((said[0] & 0xff) << 8) | (said[1] & 0xff);
        String reason = said.length < 3 ? "" : new String(said, 2, said.length - 2, StandardCharsets.UTF_8);
        if (code == NORMAL && reason.isEmpty()) {
            ended.complete(Optional.empty());
        } else {
            ended.complete(Optional.of(reason.isEmpty() ? "the stream was closed (" + code + ")" : reason));
        }
    }
}
