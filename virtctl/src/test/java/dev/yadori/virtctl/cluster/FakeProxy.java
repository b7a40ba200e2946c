package dev.yadori.virtctl.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A proxy as there are between offices and clusters: HTTP's CONNECT, or SOCKS 5, to one place whatever it is asked for. */
final class FakeProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;

    /** What clients asked it for, with the headers of each. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** What it says to CONNECT; null where it never answers. */
    volatile @Nullable String answer = "HTTP/1.1 200 Connection established";

    /** @param target a port of loopback */
    FakeProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    static FakeProxy plain(int target) throws IOException {
        return new FakeProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream input = client.getInputStream();
            int first = input.read();
            boolean open = first == 5 ? socks(client, input) : connect(client, input, first);
            if (open) {
                join(client);
            }
        } catch (IOException e) {
            // The client has gone; what it asked for is known.
            return;
        }
    }

    private boolean connect(Socket client, InputStream input, int first) throws IOException {
        StringBuilder head = new StringBuilder().append((char) first);
        while (head.indexOf("\r\n\r\n") < 0) {
            int letter = input.read();
            if (letter < 0) {
                return false;
            }
            head.append((char) letter);
        }
        head.toString().lines().filter(line -> !line.isEmpty()).forEach(asked::add);
        String said = answer;
        if (said == null) {
            return input.read() >= 0;
        }
        client.getOutputStream().write((said + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return said.contains(" 200");
    }

    private boolean socks(Socket client, InputStream input) throws IOException {
        input.skipNBytes(input.read());
        client.getOutputStream().write(new byte[] {5, 0});
        byte[] head = input.readNBytes(4);
        String host = head[3] == 3
                ? new String(input.readNBytes(input.read()), StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(input.readNBytes(4)).getHostAddress();
        byte[] port = input.readNBytes(2);
        asked.add("SOCKS " + host + ":" + (((port[0] & 0xff) << 8) | (port[1] & 0xff)));
        client.getOutputStream().write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
        return true;
    }

    private void join(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread back = Thread.ofPlatform().daemon().start(() -> {
                try {
                    server.getInputStream().transferTo(client.getOutputStream());
                } catch (IOException e) {
                    // One of the two has gone, which ends the other way too.
                    return;
                }
            });
            client.getInputStream().transferTo(server.getOutputStream());
            back.interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
