package dev.yadori.api.http;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A whole request.
 *
 * @param path as it was sent: what is encoded in it is not decoded
 * @param headers by their names in lower case
 * @param content empty where there is none
 * @param peer certificates that the client proved to have the key of, its own first; nothing is said of who signed them
 */
public record ApiRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        Bytes content,
        List<X509Certificate> peer) {

    public ApiRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        peer = List.copyOf(peer);
    }

    public byte[] body() {
        return content.array();
    }

    /** All values of a header, in their order. */
    public List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** The first value of a parameter of the query. */
    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Whether it asks to go on as a WebSocket. */
    public boolean isWebSocket() {
        return header("upgrade").stream().anyMatch("websocket"::equalsIgnoreCase);
    }
}
