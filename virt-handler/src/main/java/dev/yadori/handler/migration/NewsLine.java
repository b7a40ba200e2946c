package dev.yadori.handler.migration;

import dev.yadori.proto.handler.v1.MigrationHello;
import dev.yadori.proto.handler.v1.MigrationWelcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A connection that stands by: the target knows already who is at this end, and waits for one thing to be said. */
final class NewsLine extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final CompletableFuture<MigrationWelcome> answer = new CompletableFuture<>();

    private NewsLine(Channel channel) {
        this.channel = channel;
    }

    /** On the event loop, when the target has agreed. */
    static NewsLine on(Channel channel) {
        var line = new NewsLine(channel);
        channel.pipeline().addLast(Frames.decoder(), line);
        channel.config().setAutoRead(true);
        return line;
    }

    boolean isOpen() {
        return channel.isActive() && !answer.isDone();
    }

    /** Fails where the connection has ended before the answer. */
    CompletableFuture<MigrationWelcome> say(MigrationHello news) {
        var _ = channel.writeAndFlush(Frames.of(news)).addListener(done -> {
            if (!done.isSuccess()) {
                answer.completeExceptionally(done.cause());
            }
        });
        return answer;
    }

    void close() {
        var _ = channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        answer.complete(MigrationWelcome.parseFrom(Frames.bytes((ByteBuf) message)));
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        answer.completeExceptionally(new IOException("the connection was closed"));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        answer.completeExceptionally(cause);
        var _ = context.close();
    }
}
