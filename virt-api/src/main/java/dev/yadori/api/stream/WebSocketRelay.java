package dev.yadori.api.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a WebSocket with the line to a guest. It reads from one side only while the other takes bytes, so that neither a
 * guest that floods its line nor a client that does not read fills memory. All of it is on the channel's event loop.
 */
public final class WebSocketRelay extends ChannelInboundHandlerAdapter implements ByteListener {

    /** Clients offer it or offer none. */
    public static final String PROTOCOL = "plain.kubevirt.io";

    static final Duration PING_EVERY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketRelay.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(5);
    private static final int MOST_FRAME_BYTES = 256 * 1024;
    private static final int PIECE_BYTES = 32 * 1024;
    private static final int REASON_CHARACTERS = 100;

    private final Channel channel;
    private final ByteSource source;
    private @Nullable ByteLine line;
    private @Nullable Future<?> pings;
    private boolean lineWaits;
    private boolean over;

    private WebSocketRelay(Channel channel, ByteSource source) {
        this.channel = channel;
        this.source = source;
    }

    /** Answers the request for a WebSocket and starts to relay; a request that is no proper one is refused. */
    public static void start(ChannelHandlerContext context, FullHttpRequest request, ByteSource source) {
        Channel channel = context.channel();
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        request.uri(),
                        PROTOCOL,
                        WebSocketDecoderConfig.newBuilder()
                                .maxFramePayloadLength(MOST_FRAME_BYTES)
                                .allowExtensions(false)
                                .build())
                .newHandshaker(request);
        if (handshaker == null) {
            source.abandon();
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel)
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        WebSocketRelay relay = new WebSocketRelay(channel, source);
        try {
            handshaker.handshake(channel, request).addListener(done -> {
                if (done.isSuccess()) {
                    relay.begin(context);
                } else {
                    source.abandon();
                    var _ = channel.close();
                }
            });
        } catch (RuntimeException malformed) {
            LOG.atDebug().addKeyValue("error", malformed.getMessage()).log("no WebSocket");
            source.abandon();
            var _ = channel.close();
        }
    }

    private void begin(ChannelHandlerContext before) {
        channel.pipeline().replace(before.handler(), "relay", this);
        if (!channel.isActive()) {
            source.abandon();
            return;
        }
        line = source.open(channel.eventLoop(), this);
        pings = channel.eventLoop()
                .scheduleAtFixedRate(this::ping, PING_EVERY.toMillis(), PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        line.request();
        readOn();
    }

    /** Something passes each few seconds, or what is between here and the user would take the stream for dead. */
    private void ping() {
        if (channel.isWritable()) {
            var _ = channel.writeAndFlush(new PingWebSocketFrame());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            switch (message) {
                case BinaryWebSocketFrame frame -> pass(frame);
                case TextWebSocketFrame frame -> pass(frame);
                case ContinuationWebSocketFrame frame -> pass(frame);
                case PingWebSocketFrame ping -> {
                    var _ = context.writeAndFlush(
                            new PongWebSocketFrame(ping.content().retain()));
                }
                case CloseWebSocketFrame _ -> ended(StreamEnd.DONE);
                default -> LOG.atDebug().log("pong");
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void pass(WebSocketFrame frame) {
        ByteBuf content = frame.content();
        while (line != null && !over && content.isReadable()) {
            byte[] piece = new byte[Math.min(PIECE_BYTES, content.readableBytes())];
            content.readBytes(piece);
            line.send(piece);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readOn();
    }

    /** The channel does not read by itself here: one read at a time, when the line has taken what came before. */
    private void readOn() {
        if (!over && line != null && line.isReady()) {
            channel.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (lineWaits && channel.isWritable() && line != null && !over) {
            lineWaits = false;
            line.request();
        }
    }

    @Override
    public void bytes(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        var _ = channel.writeAndFlush(new BinaryWebSocketFrame(bytes));
        if (channel.isWritable() && line != null) {
            line.request();
        } else {
            lineWaits = true;
        }
    }

    @Override
    public void ready() {
        readOn();
    }

    @Override
    public void ended(StreamEnd end) {
        if (over) {
            return;
        }
        hangUp();
        WebSocketCloseStatus status =
                end.failed() ? WebSocketCloseStatus.INTERNAL_SERVER_ERROR : WebSocketCloseStatus.NORMAL_CLOSURE;
        channel.writeAndFlush(new CloseWebSocketFrame(status, shortened(end.reason())))
                .addListener(ChannelFutureListener.CLOSE);
        // A client that does not read does not keep its connection either.
        var _ = channel.eventLoop().schedule(this::drop, LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void drop() {
        var _ = channel.close();
    }

    private static String shortened(String reason) {
        String plain = reason.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.substring(0, Math.min(REASON_CHARACTERS, plain.length()));
    }

    private void hangUp() {
        over = true;
        if (pings != null) {
            pings.cancel(false);
        }
        if (line != null) {
            line.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!over) {
            hangUp();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().addKeyValue("error", String.valueOf(cause.getMessage())).log("stream broke off");
        var _ = context.close();
    }
}
