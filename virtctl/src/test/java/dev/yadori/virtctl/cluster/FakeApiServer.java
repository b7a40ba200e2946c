package dev.yadori.virtctl.cluster;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Answers requests and opens streams as an API server does, each connection by itself. A stream says hello, asks for a sign of
 * life, gives back what it gets, and ends when its client does. It is also what the script {@code bundle} trains with.
 */
public final class FakeApiServer implements AutoCloseable {

    private static final Path KEYS = Path.of("src/test/resources/tls");
    private static final char[] PASSWORD = "nobody".toCharArray();
    private static final byte[] NORMAL_END = {(byte) 0x88, 2, 3, (byte) 0xe8};
    private static final String ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listener;
    private final boolean encrypted;

    /** METHOD PATH BODY of each request. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    /** Of all requests. */
    public final List<String> headers = new CopyOnWriteArrayList<>();

    /** Whom their certificates name. */
    final List<String> clients = new CopyOnWriteArrayList<>();

    final AtomicInteger connections = new AtomicInteger();

    /** What clients said when they were asked for a sign of life. */
    final List<String> pongs = new CopyOnWriteArrayList<>();

    /** Whether a stream ends by itself once its client has shown that it is alive. */
    volatile boolean endsStreams;

    /** What happens to what is watched; an empty one ends the watch. */
    public final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** How the next streams are refused, before others are answered as everything is. */
    public final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();

    /** What it says of some objects, by how their paths end. */
    public final Map<String, String> objects = new ConcurrentHashMap<>();

    public volatile int code = 200;
    public volatile String answer = "{}";

    private FakeApiServer(ServerSocket listener) {
        this.listener = listener;
        this.encrypted = listener instanceof SSLServerSocket;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    public static FakeApiServer plain() throws IOException {
        return new FakeApiServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /** With a key of rsa or ec, and certificates asked of clients. */
    static FakeApiServer encrypted(String algorithm) throws IOException, GeneralSecurityException {
        return new FakeApiServer(listener(algorithm));
    }

    /** The same, for somebody else to serve. */
    static ServerSocket listener(String algorithm) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance(
                KEYS.resolve("server-" + algorithm + ".p12").toFile(), PASSWORD);
        KeyStore others = KeyStore.getInstance("PKCS12");
        others.load(null, null);
        try (InputStream authority = Files.newInputStream(KEYS.resolve("ca-" + algorithm + ".crt"))) {
            others.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(authority));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(others);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setWantClientAuth(true);
        // What an API server in Go takes first.
        listener.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
        return listener;
    }

    /** Writes the kubeconfigs of two servers into a folder, says ready, and serves until the input ends. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        for (String algorithm : List.of("rsa", "ec")) {
            @SuppressWarnings("resource") // Open as long as the process.
            FakeApiServer server = encrypted(algorithm);
            server.endsStreams = true;
            server.answer = "{\"kind\": \"Some\", \"items\": [{\"code\": 200, \"is\": true}]}";
            Files.writeString(
                    Path.of(args[0]).resolve(algorithm),
                    server.kubeconfig(
                            ", certificate-authority-data: " + data("ca-" + algorithm + ".crt"),
                            """
                            client-certificate-data: %s, client-key-data: %s""".formatted(data("client-" + algorithm + ".crt"), data("client-" + algorithm + ".key"))));
        }
        System.out.println("ready");
        var _ = System.in.readAllBytes();
    }

    private static String data(String file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(KEYS.resolve(file)));
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** A kubeconfig of this server, with more fields of its cluster (beginning with a comma) and those of its user. */
    public String kubeconfig(String cluster, String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "%s://127.0.0.1:%d"%s}}]
                users: [{name: u, user: {%s}}]
                contexts: [{name: c, context: {cluster: c, user: u, namespace: lab}}]
                """.formatted(encrypted ? "https" : "http", port(), cluster, user);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connections.incrementAndGet();
            InputStream input = connection.getInputStream();
            for (String line = line(input); !line.isEmpty(); line = line(input)) {
                exchange(connection, line.substring(0, line.lastIndexOf(' ')));
            }
        } catch (IOException | GeneralSecurityException e) {
            // The client has gone, or was not let in; what it said is known.
            return;
        }
    }

    private void exchange(Socket connection, String request) throws IOException, GeneralSecurityException {
        InputStream input = connection.getInputStream();
        Map<String, String> said = new HashMap<>();
        for (String header = line(input); !header.isEmpty(); header = line(input)) {
            headers.add(header);
            String[] parts = header.split(": ", 2);
            said.put(parts[0], parts[1]);
        }
        String key = said.getOrDefault("Sec-WebSocket-Key", "");
        int length = Integer.parseInt(said.getOrDefault("Content-Length", "0"));
        if (connection instanceof SSLSocket socket && !isAnonymous(socket)) {
            clients.add(socket.getSession().getPeerPrincipal().getName());
        }
        String body = new String(input.readNBytes(length), StandardCharsets.UTF_8);
        asked.add(body.isEmpty() ? request : request + " " + body);
        reply(connection, request, key);
    }

    private void reply(Socket connection, String request, String key) throws IOException, GeneralSecurityException {
        Integer refusal = key.isEmpty() ? null : refusals.poll();
        if (refusal != null) {
            say(connection, refusal, "{\"message\": \"refused with " + refusal + "\"}");
        } else if (code < 300 && !key.isEmpty()) {
            stream(connection, key);
        } else if (code < 300 && request.contains("watch=true")) {
            tell(connection);
        } else {
            String found = object(request);
            say(connection, found.isEmpty() ? 404 : code, found);
        }
    }

    private String object(String request) {
        String path = request.substring(request.indexOf(' ') + 1);
        return objects.entrySet().stream()
                .filter(object -> path.endsWith(object.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(answer);
    }

    private static void say(Socket connection, int code, String text) throws IOException {
        byte[] said = text.getBytes(StandardCharsets.UTF_8);
        write(connection, "HTTP/1.1 " + code + " \r\nContent-Length: " + said.length + "\r\n\r\n", said);
    }

    /** One event after the other, each when it happens. */
    private void tell(Socket connection) throws IOException {
        write(connection, "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n", new byte[0]);
        try {
            for (String event = events.take(); !event.isEmpty(); event = events.take()) {
                String line = event + "\n";
                write(connection, Integer.toHexString(line.length()) + "\r\n" + line + "\r\n", new byte[0]);
            }
            write(connection, "0\r\n\r\n", new byte[0]);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isAnonymous(SSLSocket socket) {
        try {
            return socket.getSession().getPeerCertificates().length == 0;
        } catch (SSLPeerUnverifiedException e) {
            return true;
        }
    }

    private void stream(Socket connection, String key) throws IOException, GeneralSecurityException {
        byte[] proof = MessageDigest.getInstance("SHA-1").digest((key + ACCEPT).getBytes(StandardCharsets.UTF_8));
        write(
                connection,
                "HTTP/1.1 101 \r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(proof) + "\r\n\r\n",
                new byte[] {(byte) 0x82, 5, 'h', 'e', 'l', 'l', 'o', (byte) 0x89, 2, 'u', 'p'});
        DataInputStream input = new DataInputStream(connection.getInputStream());
        while (true) {
            int kind = input.readUnsignedByte() & 0x0f;
            byte[] bytes = unmasked(input);
            if (kind == 10) {
                pongs.add(new String(bytes, StandardCharsets.UTF_8));
                write(connection, "", endsStreams ? NORMAL_END : new byte[0]);
                continue;
            }
            byte[] head = {(byte) (0x80 | kind), 126, (byte) (bytes.length >> 8), (byte) bytes.length};
            OutputStream output = connection.getOutputStream();
            output.write(head);
            output.write(bytes);
            output.flush();
            if (kind == 8) {
                return;
            }
        }
    }

    private static byte[] unmasked(DataInputStream input) throws IOException {
        int length = input.readUnsignedByte() & 0x7f;
        byte[] mask = new byte[4];
        byte[] bytes = new byte[length == 126 ? input.readUnsignedShort() : length];
        input.readFully(mask);
        input.readFully(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= mask[i % 4];
        }
        return bytes;
    }

    private static void write(Socket connection, String head, byte[] body) throws IOException {
        OutputStream output = connection.getOutputStream();
        output.write(head.getBytes(StandardCharsets.ISO_8859_1));
        output.write(body);
        output.flush();
    }

    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int letter = input.read(); letter != '\n' && letter >= 0; letter = input.read()) {
            line.append((char) letter);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
