package dev.yadori.launcher.console;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The other end of a serial line: listens on a unix socket and takes one client at a time. */
public final class FakeEmulator implements AutoCloseable {
    private final ServerSocketChannel server;

    private FakeEmulator(ServerSocketChannel server) {
        this.server = server;
    }

    public static FakeEmulator listening(Path socket) throws IOException {
        return new FakeEmulator(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket)));
    }

    /** Waits for a client. */
    public Client accept() throws IOException {
        return new Client(server.accept());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** Who is connected to the line. */
    public static final class Client implements AutoCloseable {
        private final SocketChannel channel;

        private Client(SocketChannel channel) {
            this.channel = channel;
        }

        public void say(String text) throws IOException {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** Says it without waiting, and returns how many bytes found room. */
        public int saySome(byte[] bytes) throws IOException {
            channel.configureBlocking(false);
            int written = channel.write(ByteBuffer.wrap(bytes));
            channel.configureBlocking(true);
            return written;
        }

        /** The next bytes, or nothing when the line is closed. */
        public String hear() throws IOException {
            var bytes = ByteBuffer.allocate(1024);
            int read = channel.read(bytes);
            return read < 0 ? "" : new String(bytes.array(), 0, read, StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
