package dev.yadori.service.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Carries connections on to a port of this machine, until they are silenced: open as before, but nothing arrives any more. */
final class SilentNetwork implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    private record Connection(Socket near, Socket far, AtomicBoolean silent) {}

    private SilentNetwork(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    static SilentNetwork to(int target) throws IOException {
        var network = new SilentNetwork(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().start(network::accept);
        return network;
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.size();
    }

    /** Of all connections that there are, nothing comes through from now on. Later ones work. */
    void silence() {
        connections.forEach(connection -> connection.silent().set(true));
    }

    private void accept() {
        try {
            while (true) {
                var near = listener.accept();
                var connection =
                        new Connection(near, new Socket(listener.getInetAddress(), target), new AtomicBoolean());
                connections.add(connection);
                Thread.ofVirtual().start(() -> carry(connection, connection.near(), connection.far()));
                Thread.ofVirtual().start(() -> carry(connection, connection.far(), connection.near()));
            }
        } catch (IOException closed) {
            // This is how it ends.
        }
    }

    private static void carry(Connection connection, Socket from, Socket to) {
        var bytes = new byte[1 << 14];
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int length = input.read(bytes); length >= 0; length = input.read(bytes)) {
                if (!connection.silent().get()) {
                    output.write(bytes, 0, length);
                }
            }
        } catch (IOException broken) {
            // Its other half ends as well.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var connection : connections) {
            connection.near().close();
            connection.far().close();
        }
    }
}
