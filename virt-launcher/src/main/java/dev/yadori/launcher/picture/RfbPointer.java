package dev.yadori.launcher.picture;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Moves the pointer as one more viewer of the emulator's RFB server, which shares the screen with those who are there (RFC
 * 6143, version 3.8 without authentication).
 */
public final class RfbPointer implements Pointer {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final byte[] VERSION = "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte NO_AUTHENTICATION = 1;
    private static final byte SHARED = 1;
    private static final byte POINTER_EVENT = 5;
    private static final int WIDTH_TO_NAME_LENGTH = 24;
    private static final int LONGEST_NAME = 4096;

    private final Path socket;

    public RfbPointer(Path socket) {
        this.socket = socket;
    }

    @Override
    public void move() throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                var selector = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            var viewer = new Viewer(channel, selector);
            viewer.greet();
            viewer.point(0);
            viewer.point(1);
        }
    }

    /** One connection. Little is written, which finds room at once. */
    private record Viewer(SocketChannel channel, Selector selector) {

        void greet() throws IOException {
            read(VERSION.length);
            write(ByteBuffer.wrap(VERSION));
            read(Byte.toUnsignedInt(read(1).get()));
            write(ByteBuffer.wrap(new byte[] {NO_AUTHENTICATION}));
            if (read(Integer.BYTES).getInt() != 0) {
                throw new IOException("the screen wants authentication");
            }
            write(ByteBuffer.wrap(new byte[] {SHARED}));
            int name = read(WIDTH_TO_NAME_LENGTH).getInt(WIDTH_TO_NAME_LENGTH - Integer.BYTES);
            if (name < 0 || name > LONGEST_NAME) {
                throw new IOException("not RFB");
            }
            read(name);
        }

        void point(int at) throws IOException {
            write(ByteBuffer.allocate(6)
                    .put(POINTER_EVENT)
                    .put((byte) 0)
                    .putShort((short) at)
                    .putShort((short) at)
                    .flip());
        }

        private void write(ByteBuffer bytes) throws IOException {
            if (channel.write(bytes) == 0 || bytes.hasRemaining()) {
                throw new IOException("the screen takes nothing");
            }
        }

        private ByteBuffer read(int length) throws IOException {
            var bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                if (selector.select(PATIENCE.toMillis()) == 0) {
                    throw new IOException("the screen does not answer");
                }
                selector.selectedKeys().clear();
                if (channel.read(bytes) < 0) {
                    throw new EOFException("the screen has hung up");
                }
            }
            return bytes.flip();
        }
    }
}
