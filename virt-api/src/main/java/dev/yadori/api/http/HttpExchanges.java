package dev.yadori.api.http;

import dev.yadori.api.stream.ByteSource;
import dev.yadori.api.stream.WebSocketRelay;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection, one after the other: while one is answered nothing more is read. All of it happens on the
 * connection's event loop, but for the answer itself.
 */
final class HttpExchanges extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(HttpExchanges.class);

    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Endpoint endpoint;
    private final Executor threads;
    private final ByteBudget budget;
    private final ServerLimits limits;
    private @Nullable RequestReader reader;
    private @Nullable Future<?> deadline;
    private boolean answering;
    private boolean refused;

    HttpExchanges(Endpoint endpoint, Executor threads, ByteBudget budget, ServerLimits limits) {
        this.endpoint = endpoint;
        this.threads = threads;
        this.budget = budget;
        this.limits = limits;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        limitTime(context, limits.idle().toMillis());
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (refused) {
                discard(context, message);
                return;
            }
            if (answering) {
                // What was decoded together with the request before, by a client that did not wait.
                var _ = context.close();
                return;
            }
            if (message instanceof HttpRequest head) {
                begin(context, head);
            }
            RequestReader current = reader;
            if (current != null && message instanceof HttpContent part) {
                int refusal = current.add(part.content());
                if (refusal != 0) {
                    refuse(context, refusal, "the body is too large, or too much is being received");
                } else if (part instanceof LastHttpContent) {
                    answer(context, current);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest head) {
        limitTime(context, limits.request().toMillis());
        if (head.decoderResult().isFailure()) {
            refuse(context, HttpStatus.BAD_REQUEST, "this is no HTTP request");
            return;
        }
        RequestReader next = new RequestReader(head, endpoint.mostBytes(RequestReader.path(head)), budget);
        if (next.announcesTooMuch()) {
            refuse(context, HttpStatus.TOO_LARGE, "the body is too large");
            return;
        }
        reader = next;
        if (next.waitsForContinue()) {
            var _ = context.writeAndFlush(
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void answer(ChannelHandlerContext context, RequestReader whole) {
        answering = true;
        context.channel().config().setAutoRead(false);
        stopClock();
        ApiRequest request = whole.toRequest(peer(context));
        threads.execute(() -> {
            ApiAnswer answer = answered(request);
            context.executor().execute(() -> finish(context, whole, answer));
        });
    }

    private ApiAnswer answered(ApiRequest request) {
        try {
            return endpoint.answer(request);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("path", request.path()).setCause(e).log("request failed");
            return ApiAnswer.text(HttpStatus.FAILED, "this is a fault of virt-api, whose log says more");
        }
    }

    private void finish(ChannelHandlerContext context, RequestReader whole, ApiAnswer answer) {
        release();
        switch (answer) {
            case ApiAnswer.Response response -> respond(context, response, whole.isKeptAlive());
            case ApiAnswer.Upgrade(ByteSource source) -> upgrade(context, whole, source);
        }
    }

    private void upgrade(ChannelHandlerContext context, RequestReader whole, ByteSource source) {
        if (!context.channel().isActive()) {
            source.abandon();
            return;
        }
        stopClock();
        HttpRequest head = whole.head();
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                head.protocolVersion(),
                head.method(),
                head.uri(),
                Unpooled.EMPTY_BUFFER,
                head.headers(),
                head.headers());
        WebSocketRelay.start(context, request, source);
    }

    private void refuse(ChannelHandlerContext context, int status, String message) {
        release();
        answering = true;
        refused = true;
        ApiAnswer.Response answer = ApiAnswer.text(status, message);
        var _ = context.writeAndFlush(response(answer, false));
        limitTime(context, LINGER.toMillis());
    }

    /** A connection closed on a client that still sends would take the answer with it. */
    private static void discard(ChannelHandlerContext context, Object message) {
        if (message instanceof LastHttpContent) {
            drop(context);
        }
    }

    private void respond(ChannelHandlerContext context, ApiAnswer.Response answer, boolean keepAlive) {
        limitTime(context, limits.request().toMillis());
        ChannelFuture written = context.writeAndFlush(response(answer, keepAlive));
        if (keepAlive) {
            written.addListener(_ -> next(context));
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static FullHttpResponse response(ApiAnswer.Response answer, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
        answer.headers().forEach(response.headers()::set);
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        return response;
    }

    private void next(ChannelHandlerContext context) {
        answering = false;
        limitTime(context, limits.idle().toMillis());
        context.channel().config().setAutoRead(true);
    }

    private void limitTime(ChannelHandlerContext context, long milliseconds) {
        stopClock();
        deadline = context.executor().schedule(() -> drop(context), milliseconds, TimeUnit.MILLISECONDS);
    }

    private static void drop(ChannelHandlerContext context) {
        var _ = context.close();
    }

    private void stopClock() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void release() {
        if (reader != null) {
            reader.release();
            reader = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopClock();
        release();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stopClock();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().addKeyValue("error", String.valueOf(cause.getMessage())).log("connection broke off");
        var _ = context.close();
    }

    private static List<X509Certificate> peer(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            return List.of();
        }
        try {
            return Arrays.stream(tls.engine().getSession().getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException nobody) {
            return List.of();
        }
    }
}
