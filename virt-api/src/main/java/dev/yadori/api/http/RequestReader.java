package dev.yadori.api.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gathers one request. Its bytes are copied out of the network's buffers as they come, and stay within its own bound and
 * within what all requests together may hold.
 */
final class RequestReader {

    private final HttpRequest head;
    private final ByteBudget budget;
    private final int mostBytes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private int held;

    RequestReader(HttpRequest head, int mostBytes, ByteBudget budget) {
        this.head = head;
        this.mostBytes = mostBytes;
        this.budget = budget;
    }

    /** Whether the request says of itself that it is too large. */
    boolean announcesTooMuch() {
        return HttpUtil.getContentLength(head, 0L) > mostBytes;
    }

    boolean waitsForContinue() {
        return HttpUtil.is100ContinueExpected(head);
    }

    boolean isKeptAlive() {
        return HttpUtil.isKeepAlive(head);
    }

    HttpRequest head() {
        return head;
    }

    /** The status to refuse the request with, or 0. */
    int add(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (body.size() + length > mostBytes) {
            return HttpStatus.TOO_LARGE;
        }
        if (!budget.take(length)) {
            return HttpStatus.TOO_MANY_REQUESTS;
        }
        held += length;
        byte[] copy = new byte[length];
        bytes.readBytes(copy);
        body.write(copy, 0, length);
        return 0;
    }

    /** Gives back what it took of the budget. */
    void release() {
        budget.giveBack(held);
        held = 0;
    }

    ApiRequest toRequest(List<X509Certificate> peer) {
        QueryStringDecoder uri = new QueryStringDecoder(head.uri());
        Map<String, List<String>> headers = new HashMap<>();
        head.headers()
                .forEach(header -> headers.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(header.getValue()));
        return new ApiRequest(
                head.method().name(), uri.rawPath(), uri.parameters(), headers, Bytes.of(body.toByteArray()), peer);
    }

    /** The path, without what follows it. */
    static String path(HttpRequest head) {
        return new QueryStringDecoder(head.uri()).rawPath();
    }

    boolean isWebSocket() {
        return head.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true);
    }
}
