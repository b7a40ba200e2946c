package dev.yadori.handler.migration;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Hands on what one channel reads to another on the same event loop. What cannot be sent is not read, so that the memory for
 * it is bounded; one that ends takes the other along when everything is sent.
 */
final class Pipe extends ChannelInboundHandlerAdapter {
    private final Channel other;

    private Pipe(Channel other) {
        this.other = other;
    }

    /** Joins both, and lets them read. */
    static void join(Channel one, Channel another) {
        one.pipeline().addLast(new Pipe(another));
        another.pipeline().addLast(new Pipe(one));
        one.config().setAutoRead(true);
        another.config().setAutoRead(true);
        if (!one.isActive() || !another.isActive()) {
            var _ = one.close();
            var _ = another.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var _ = other.write(message);
        if (!other.isWritable()) {
            other.flush();
            if (!other.isWritable()) {
                context.channel().config().setAutoRead(false);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        other.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            other.config().setAutoRead(true);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (other.isActive()) {
            var _ = other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
