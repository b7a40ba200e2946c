package dev.yadori.launcher.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A port of the guest, and what it is asked. Who listens there is hostile: of the answer only its status is read, and all of it
 * has one time limit.
 *
 * @param request empty: a connection is enough
 */
public record GuestPort(InetAddress address, int port, Optional<Request> request) {
    private static final int STATUS_LENGTH = "HTTP/1.1 200".length();
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int GOOD_FROM = 200;
    private static final int GOOD_BELOW = 400;

    /**
     * A GET.
     *
     * @param headers lines of name and value
     */
    public record Request(String path, List<String> headers) {
        public Request {
            headers = List.copyOf(headers);
        }
    }

    /** Blocks until there is an answer, at most as long as the time limit. */
    boolean answers(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), left(end));
            if (request.isEmpty()) {
                return true;
            }
            socket.getOutputStream().write(text(request.get()).getBytes(StandardCharsets.ISO_8859_1));
            return isGood(status(socket, end));
        } catch (IOException e) {
            return false;
        }
    }

    private static int left(long end) throws SocketTimeoutException {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    private String text(Request asked) {
        var path = asked.path().startsWith("/") ? asked.path() : "/" + asked.path();
        var text = new StringBuilder("GET ").append(line(path)).append(" HTTP/1.1\r\n");
        for (var header : asked.headers()) {
            text.append(line(header)).append("\r\n");
        }
        return text.append("Connection: close\r\n\r\n").toString();
    }

    /** What a user has written stays in its line. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "");
    }

    private static String status(Socket socket, long end) throws IOException {
        InputStream in = socket.getInputStream();
        var start = new byte[STATUS_LENGTH];
        int had = 0;
        while (had < start.length) {
            socket.setSoTimeout(left(end));
            int more = in.read(start, had, start.length - had);
            if (more < 0) {
                return "";
            }
            had += more;
        }
        return new String(start, StandardCharsets.ISO_8859_1);
    }

    private static boolean isGood(String status) {
        if (!status.matches("HTTP/1\\.[01] \\d{3}")) {
            return false;
        }
        int code = Integer.parseInt(status.substring(STATUS_AT));
        return code >= GOOD_FROM && code < GOOD_BELOW;
    }
}
