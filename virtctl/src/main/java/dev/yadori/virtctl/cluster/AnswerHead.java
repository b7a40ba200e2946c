package dev.yadori.virtctl.cluster;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The beginning of an answer by HTTP/1.1.
 *
 * @param headers by their names in lower case
 */
record AnswerHead(int code, Map<String, String> headers) {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_HEADERS = 200;
    private static final int LARGEST_BODY = 256 * 1024 * 1024;

    AnswerHead {
        headers = Map.copyOf(headers);
    }

    static AnswerHead read(InputStream input) throws IOException {
        String[] status = line(input).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("[1-5][0-9]{2}")) {
            throw new IOException("it does not speak HTTP/1.1");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() >= MOST_HEADERS) {
                throw new IOException("it sends what is no header of HTTP");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int code = Integer.parseInt(status[1]);
        // What comes before the answer, as with 103, has no body.
        return code >= 200 || code == 101 ? new AnswerHead(code, headers) : read(input);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean endsConnection() {
        return header("connection").equalsIgnoreCase("close");
    }

    private boolean isChunked() {
        return header("transfer-encoding").equalsIgnoreCase("chunked");
    }

    /** What follows, as it comes. */
    InputStream stream(InputStream input) {
        return isChunked() ? new Chunks(input) : input;
    }

    /** What follows, as long as the head says. */
    byte[] body(InputStream input) throws IOException {
        if (code == 204 || code == 304) {
            return new byte[0];
        }
        if (isChunked()) {
            return Chunks.whole(input, LARGEST_BODY);
        }
        String length = header("content-length");
        if (length.isEmpty()) {
            return input.readNBytes(LARGEST_BODY);
        }
        int expected = length(length, 10);
        byte[] body = input.readNBytes(expected);
        if (body.length < expected) {
            throw new EOFException("it broke off");
        }
        return body;
    }

    static int length(String text, int radix) throws IOException {
        try {
            int length = Integer.parseInt(text, radix);
            if (length >= 0 && length <= LARGEST_BODY) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw new IOException("it says '" + text + "' for a length", e);
        }
        throw new IOException("it says too much: " + text + " bytes");
    }

    static String line(InputStream input) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int letter = input.read(); letter != '\n'; letter = input.read()) {
            if (letter < 0) {
                throw new EOFException("it closed the connection");
            }
            if (line.size() >= LONGEST_LINE) {
                throw new IOException("it sends lines without end");
            }
            line.write(letter);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
