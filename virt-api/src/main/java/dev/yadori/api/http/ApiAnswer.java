package dev.yadori.api.http;

import dev.yadori.api.stream.ByteSource;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What becomes of a request. */
public sealed interface ApiAnswer {

    /** A whole response. */
    record Response(int status, String type, Bytes content, Map<String, String> headers) implements ApiAnswer {
        public Response {
            headers = Map.copyOf(headers);
        }

        public byte[] body() {
            return content.array();
        }
    }

    /** The connection becomes a WebSocket that is joined with this source of bytes. */
    record Upgrade(ByteSource source) implements ApiAnswer {}

    static Response json(int status, byte[] body) {
        return new Response(status, "application/json", Bytes.of(body), Map.of());
    }

    static Response text(int status, String text) {
        return new Response(
                status,
                "text/plain; charset=utf-8",
                Bytes.of((text + "\n").getBytes(StandardCharsets.UTF_8)),
                Map.of());
    }

    /** Success without a word. */
    static Response empty(int status) {
        return new Response(status, "application/json", Bytes.of(), Map.of());
    }
}
