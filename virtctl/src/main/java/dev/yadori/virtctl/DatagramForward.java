package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.ByteSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A port of datagrams here, and a stream to the guest for each address that sends to it, as long as something comes through. Each
 * piece of a stream is one datagram.
 */
final class DatagramForward {

    private static final int LARGEST = 64 * 1024;

    /** What waits while a stream is opened; what is more gets lost, as datagrams may. */
    private static final int MOST_WAITING = 256;

    private final DatagramSocket here;
    private final Supplier<ByteSocket> guest;
    private final Duration idle;
    private final Map<SocketAddress, Session> sessions = new ConcurrentHashMap<>();

    /**
     * Nothing is opened before something comes.
     *
     * @param idle for how long a stream may carry nothing before it is closed
     */
    DatagramForward(DatagramSocket here, Supplier<ByteSocket> guest, Duration idle) {
        this.here = here;
        this.guest = guest;
        this.idle = idle;
    }

    /** Until the port is closed. */
    void run() throws IOException {
        byte[] bytes = new byte[LARGEST];
        while (!here.isClosed()) {
            DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
            here.receive(packet);
            byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
            var _ = sessions.computeIfAbsent(packet.getSocketAddress(), this::begin)
                    .waiting
                    .offer(datagram);
        }
    }

    private Session begin(SocketAddress client) {
        Session session = new Session(client);
        Thread.ofVirtual().start(session::converse);
        return session;
    }

    /** How many streams there are. */
    int open() {
        return sessions.size();
    }

    /** What comes from one address, and what the guest answers to it. */
    private final class Session {
        private final SocketAddress client;
        private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        private volatile long lastAnswer = System.nanoTime();

        private Session(SocketAddress client) {
            this.client = client;
        }

        private void converse() {
            ByteSocket stream = null;
            try {
                stream = guest.get();
                stream.writeTo(new Answers());
                // What comes later opens another one.
                var _ = stream.ended().thenRun(() -> sessions.remove(client, this));
                boolean alive = true;
                while (alive && !stream.ended().isDone()) {
                    byte[] datagram = waiting.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
                    if (datagram != null) {
                        stream.send(datagram, datagram.length);
                    } else {
                        alive = System.nanoTime() - lastAnswer < idle.toNanos();
                    }
                }
            } catch (IOException | UnreachableException e) {
                System.err.println("virtctl: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                sessions.remove(client, this);
                if (stream != null) {
                    stream.close();
                }
            }
        }

        /** Back to where the questions came from; whoever has left there does not end the stream. */
        private final class Answers extends OutputStream {
            private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

            @Override
            public void write(int letter) {
                answer.write(letter);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                answer.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                if (answer.size() == 0) {
                    return;
                }
                lastAnswer = System.nanoTime();
                here.send(new DatagramPacket(answer.toByteArray(), answer.size(), client));
                answer.reset();
            }
        }
    }
}
