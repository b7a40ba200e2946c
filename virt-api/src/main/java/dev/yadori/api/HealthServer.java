package dev.yadori.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Answers the kubelet: /livez while the process works, /readyz once it can judge objects. */
final class HealthServer implements AutoCloseable {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;

    private HealthServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to answer.
     *
     * @param port 0 for any that is free
     * @throws UncheckedIOException when the port cannot be had
     */
    static HealthServer start(int port, BooleanSupplier ready) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/livez", exchange -> answer(exchange, true));
            server.createContext("/readyz", exchange -> answer(exchange, ready.getAsBoolean()));
            server.start();
            return new HealthServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " for health checks", e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, boolean good) throws IOException {
        try (exchange) {
            byte[] body = (good ? "ok\n" : "not yet\n").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(good ? OK : UNAVAILABLE, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
