package dev.yadori.launcher.lifecycle;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Joins unix sockets, as handlers do between nodes. */
public final class Relay implements AutoCloseable {
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
    private final List<ServerSocketChannel> listening = new CopyOnWriteArrayList<>();
    private final List<Path> joined = new CopyOnWriteArrayList<>();

    /** Whoever connects to the first is connected to the second. */
    public void join(Path from, Path to) throws IOException {
        Files.deleteIfExists(from);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(from));
        Files.setPosixFilePermissions(from, PosixFilePermissions.fromString("rwxrwxrwx"));
        listening.add(server);
        Thread.ofVirtual().start(() -> accept(server, to));
    }

    private void accept(ServerSocketChannel server, Path to) {
        try {
            while (true) {
                var near = server.accept();
                open.add(near);
                var far = SocketChannel.open(StandardProtocolFamily.UNIX);
                far.connect(UnixDomainSocketAddress.of(to));
                open.add(far);
                joined.add(to);
                Thread.ofVirtual().start(() -> pump(near, far));
                Thread.ofVirtual().start(() -> pump(far, near));
            }
        } catch (IOException over) {
            // Closed.
        }
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocate(256 * 1024);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException over) {
            // One of the two has gone.
        }
    }

    /** How many there have been to it. */
    int connections(Path to) {
        return Collections.frequency(joined, to);
    }

    /** As if the nodes had lost sight of each other. */
    void cut() throws IOException {
        for (var server : listening) {
            server.close();
        }
        for (var channel : open) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
