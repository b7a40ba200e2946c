package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** A connection to the API server: through a proxy where there is one, under TLS where the address says so. */
final class Wire implements AutoCloseable {

    /** For each step until the connection stands. */
    private static final int CONNECT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream input;
    private Patience patience = Patience.ENDLESS;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(new Waiting(socket.getInputStream()), 16 * 1024);
    }

    static Wire open(Access access, Patience patience) {
        try {
            Socket socket = access.proxy().isEmpty()
                    ? connect(access.host(), access.port(), patience)
                    : through(access.proxy().get(), access, patience);
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoTimeout(patience.millis(CONNECT_MILLIS));
            return new Wire(
                    access.isEncrypted()
                            ? access.trust()
                                    .encrypt(
                                            socket,
                                            access.host(),
                                            access.caller().identity())
                            : socket);
        } catch (SSLException e) {
            throw new UnreachableException("the API server " + access.server()
                    + " is not the one expected, or does not take the client: " + e.getMessage());
        } catch (IOException e) {
            throw broken(access, e);
        }
    }

    /** From now on nothing is waited for any longer than this. */
    void waitWith(Patience now) {
        this.patience = now;
    }

    /** Reads as long as there is patience, however little comes at a time. */
    private final class Waiting extends FilterInputStream {
        private Waiting(InputStream input) {
            super(input);
        }

        @Override
        public int read() throws IOException {
            socket.setSoTimeout(patience.millis());
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            socket.setSoTimeout(patience.millis());
            return super.read(bytes, offset, length);
        }
    }

    static UnreachableException broken(Access access, IOException e) {
        String by = access.proxy()
                .map(proxy -> " through the proxy " + proxy.getHost())
                .orElse("");
        return new UnreachableException("the API server " + access.server() + " cannot be reached" + by + ": "
                + Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
    }

    /** To the first of the host's addresses that answers. */
    private static Socket connect(String host, int port, Patience patience) throws IOException {
        IOException last = new IOException(host + " has no address");
        for (InetAddress address : InetAddress.getAllByName(host)) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), patience.millis(CONNECT_MILLIS));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static Socket through(URI proxy, Access access, Patience patience) throws IOException {
        String host = Objects.requireNonNull(proxy.getHost()).replaceAll("[\\[\\]]", "");
        return switch (Objects.requireNonNullElse(proxy.getScheme(), "http")) {
            case "http" -> {
                Socket plain = connect(host, proxy.getPort() < 0 ? 80 : proxy.getPort(), patience);
                plain.setSoTimeout(patience.millis(CONNECT_MILLIS));
                yield tunnel(plain, proxy, access);
            }
            case "https" -> {
                Socket plain = connect(host, proxy.getPort() < 0 ? 443 : proxy.getPort(), patience);
                plain.setSoTimeout(patience.millis(CONNECT_MILLIS));
                yield tunnel(access.way().trustInProxy().encrypt(plain, host, Optional.empty()), proxy, access);
            }
            case "socks5", "socks5h" -> {
                int port = proxy.getPort() < 0 ? 1080 : proxy.getPort();
                Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(host, port)));
                int millis = patience.millis(CONNECT_MILLIS);
                socket.connect(InetSocketAddress.createUnresolved(access.host(), access.port()), millis);
                yield socket;
            }
            default -> throw new UnreachableException("proxy-url " + proxy + " must be of http, https or socks5");
        };
    }

    private static Socket tunnel(Socket socket, URI proxy, Access access) throws IOException {
        String place = access.server().getHost() + ":" + access.port();
        StringBuilder request = new StringBuilder("CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n");
        if (proxy.getUserInfo() != null) {
            byte[] user = proxy.getUserInfo().getBytes(StandardCharsets.UTF_8);
            request.append("Proxy-Authorization: Basic ")
                    .append(Base64.getEncoder().encodeToString(user))
                    .append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        AnswerHead head = AnswerHead.read(socket.getInputStream());
        if (head.code() != 200) {
            socket.close();
            throw new IOException("the proxy answers " + head.code());
        }
        return socket;
    }

    InputStream input() {
        return input;
    }

    OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nobody left who could care.
        }
    }
}
