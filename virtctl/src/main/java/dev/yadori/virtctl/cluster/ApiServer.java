package dev.yadori.virtctl.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests to an API server, one after the other on one connection, and streams, each on its own. Not for several threads. */
public final class ApiServer implements AutoCloseable {

    private static final int LONGEST_EVENT = 16 * 1024 * 1024;

    private final Access access;
    private @Nullable Wire wire;

    public ApiServer(Access access) {
        this.access = access;
    }

    public Answer get(String path) {
        return ask("GET", path, Optional.empty());
    }

    /**
     * Sends a request and waits for the answer, whatever that is.
     *
     * @param path from the root of the server, with its query
     */
    public Answer ask(String method, String path, Optional<Object> body) {
        Patience patience = access.patience();
        Wire open = wire == null ? Wire.open(access, patience) : wire;
        open.waitWith(patience);
        wire = open;
        try {
            byte[] bytes = body.map(Json::write).orElse("").getBytes(StandardCharsets.UTF_8);
            StringBuilder head = head(method, path).append("Accept: application/json, */*\r\n");
            if (body.isPresent()) {
                head.append("Content-Type: application/json\r\nContent-Length: ")
                        .append(bytes.length)
                        .append("\r\n");
            }
            send(open, head, bytes);
            AnswerHead answer = AnswerHead.read(open.input());
            Answer whole = new Answer(answer.code(), answer.body(open.input()));
            if (answer.endsConnection()) {
                close();
            }
            return whole;
        } catch (IOException e) {
            close();
            throw Wire.broken(access, e);
        }
    }

    /**
     * Opens a WebSocket. Any number of threads may.
     *
     * @throws dev.yadori.virtctl.UnreachableException with the words of the API, when it refuses
     */
    public ByteSocket open(String path, String protocol) {
        Wire own = Wire.open(access, Patience.ENDLESS);
        try {
            byte[] key = new byte[16];
            new SecureRandom().nextBytes(key);
            send(
                    own,
                    head("GET", path)
                            .append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
                            .append("Sec-WebSocket-Protocol: " + protocol + "\r\nSec-WebSocket-Key: ")
                            .append(Base64.getEncoder().encodeToString(key))
                            .append("\r\n"),
                    new byte[0]);
            AnswerHead answer = AnswerHead.read(own.input());
            if (answer.code() == 101) {
                return new ByteSocket(own);
            }
            Answer refusal;
            try (own) {
                // What is no error is none of what was asked for.
                refusal = new Answer(answer.code() < 300 ? 502 : answer.code(), answer.body(own.input()));
            }
            throw refusal.refused();
        } catch (IOException e) {
            own.close();
            throw Wire.broken(access, e);
        }
    }

    /**
     * Reads what happens, on a connection of its own, until somebody has seen what he waits for.
     *
     * @return what was made of an event; empty when the time is over, or the server ends it
     */
    public <T> Optional<T> watch(String path, Duration time, Function<Tree, Optional<T>> seen) {
        Patience patience = Patience.of(Optional.of(time));
        try (Wire own = Wire.open(access, Patience.ENDLESS)) {
            own.waitWith(patience);
            send(own, head("GET", path).append("Accept: application/json\r\n"), new byte[0]);
            AnswerHead answer = AnswerHead.read(own.input());
            if (answer.code() != 200) {
                throw new Answer(answer.code(), answer.body(own.input())).refused();
            }
            InputStream events = answer.stream(own.input());
            for (String line = line(events); !line.isEmpty(); line = line(events)) {
                Optional<T> made = seen.apply(Json.parse(line, "the API server"));
                if (made.isPresent()) {
                    return made;
                }
            }
            return Optional.empty();
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Wire.broken(access, e);
        }
    }

    /** Empty at the end. */
    private static String line(InputStream input) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int letter = input.read(); letter >= 0 && letter != '\n'; letter = input.read()) {
            if (line.size() >= LONGEST_EVENT) {
                throw new IOException("it sends events without end");
            }
            line.write(letter);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private StringBuilder head(String method, String path) {
        String prefix = access.server().getRawPath();
        StringBuilder head = new StringBuilder(method + " " + prefix + path + " HTTP/1.1\r\nHost: "
                + access.server().getRawAuthority() + "\r\nUser-Agent: virtctl\r\n");
        access.caller().headers().forEach(header -> head.append(header).append("\r\n"));
        return head;
    }

    private static void send(Wire wire, StringBuilder head, byte[] body) throws IOException {
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] request = new byte[first.length + body.length];
        System.arraycopy(first, 0, request, 0, first.length);
        System.arraycopy(body, 0, request, first.length, body.length);
        wire.output().write(request);
        wire.output().flush();
    }

    @Override
    public void close() {
        if (wire != null) {
            wire.close();
            wire = null;
        }
    }
}
