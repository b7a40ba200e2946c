package dev.yadori.api.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers AdmissionReviews over HTTPS, one path a rule, one virtual thread a request. */
public final class WebhookServer implements AutoCloseable {

    /** Two objects, as they are and as they shall be; etcd takes 1.5 MiB of each. */
    static final int MOST_BYTES = 6 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;
    private static final int FAILED = 500;
    private static final int BACKLOG = 128;
    private static final int STOP_SECONDS = 5;

    private final HttpsServer server;
    private final ExecutorService threads;

    private WebhookServer(HttpsServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to answer.
     *
     * @param port 0 for any that is free
     * @param rules by their paths
     * @throws UncheckedIOException when the port cannot be had
     */
    public static WebhookServer start(int port, SSLContext tls, Map<String, Admission> rules) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(port), BACKLOG);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.setHttpsConfigurator(new Tls(tls));
            rules.forEach((path, rule) -> server.createContext(path, exchange -> answer(exchange, rule)));
            server.start();
            return new WebhookServer(server, threads);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " for webhooks", e);
        }
    }

    /**
     * Connections that there can be, and the seconds after which those are dropped that do not go on. The server of the JDK
     * takes them from properties, when its first server is made.
     */
    public static void limit() {
        System.setProperty("jdk.httpserver.maxConnections", "1000");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "20");
        System.setProperty("sun.net.httpserver.maxRspTime", "20");
        System.setProperty("sun.net.httpserver.idleInterval", "120");
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Lets requests that are being answered end. */
    @Override
    public void close() {
        server.stop(STOP_SECONDS);
        threads.close();
    }

    private static void answer(HttpExchange exchange, Admission rule) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.getResponseHeaders().set("Allow", "POST");
                refuse(exchange, METHOD_NOT_ALLOWED, "only POST is answered");
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                refuse(exchange, TOO_LARGE, "must be at most " + MOST_BYTES + " bytes");
                return;
            }
            review(exchange, rule, body);
        }
    }

    private static void review(HttpExchange exchange, Admission rule, byte[] body) throws IOException {
        AdmissionRequest request;
        try {
            request = ReviewCodec.decode(body);
        } catch (ReviewCodec.MalformedReviewException e) {
            refuse(exchange, BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        byte[] answer;
        try {
            answer = ReviewCodec.encode(request.uid(), judged(exchange, rule, request));
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("path", exchange.getHttpContext().getPath())
                    .addKeyValue("namespace", request.namespace())
                    .addKeyValue("name", request.name())
                    .setCause(e)
                    .log("admission failed");
            refuse(exchange, FAILED, "this is a fault of virt-api, whose log says more");
            return;
        }
        send(exchange, OK, "application/json", answer);
    }

    private static AdmissionAnswer judged(HttpExchange exchange, Admission rule, AdmissionRequest request) {
        AdmissionAnswer answer = rule.review(request);
        if (answer instanceof AdmissionAnswer.Denied denied) {
            LOG.atInfo()
                    .addKeyValue("path", exchange.getHttpContext().getPath())
                    .addKeyValue("namespace", request.namespace())
                    .addKeyValue("name", request.name())
                    .addKeyValue(
                            "fields",
                            denied.faults().stream()
                                    .map(fault -> fault.field().text())
                                    .toList())
                    .log("object refused");
        }
        return answer;
    }

    private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", (message + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** TLS 1.2 and 1.3. */
    private static final class Tls extends HttpsConfigurator {

        Tls(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setSSLParameters(tls);
        }
    }
}
