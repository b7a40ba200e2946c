package dev.yadori.launcher.console;

import dev.yadori.launcher.console.Terminal.Ending;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One terminal's connection to a line. Everything happens on one event loop. Nothing is read from the guest while the
 * terminal has no room, so that a guest that talks without end waits instead of filling memory.
 */
public final class ConsoleSession {
    private final EventLoop loop;
    private final Terminal terminal;
    private final Supplier<byte[]> earlier;
    private @Nullable Channel channel;
    private boolean ended;

    /** What was said earlier is asked for once. */
    ConsoleSession(EventLoop loop, Terminal terminal, Supplier<byte[]> earlier) {
        this.loop = loop;
        this.terminal = terminal;
        this.earlier = earlier;
    }

    /** The bootstrap knows the line's address. */
    void connect(Bootstrap bootstrap) {
        var connecting = bootstrap.handler(new Line()).connect();
        channel = connecting.channel();
        connecting.addListener((ChannelFutureListener) future -> {
            if (future.isSuccess()) {
                begin();
            } else {
                end(Ending.NOT_RUNNING);
            }
        });
    }

    /** What was said earlier is read once the line is connected, so that nothing falls between the two. */
    private void begin() {
        if (ended) {
            return;
        }
        byte[] said = earlier.get();
        if (said.length > 0) {
            terminal.output(said);
        }
        terminal.mayType();
        read();
    }

    /** The terminal has room again. */
    public void ready() {
        loop.execute(this::read);
    }

    private void read() {
        if (channel != null && !ended && terminal.isReady()) {
            channel.read();
        }
    }

    /** What was typed, once the terminal was told that it may. */
    public void input(byte[] bytes) {
        loop.execute(() -> {
            if (channel != null && !ended) {
                channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener((ChannelFutureListener) future -> {
                    if (!future.isSuccess()) {
                        end(Ending.LINE_CLOSED);
                    } else if (!ended) {
                        terminal.mayType();
                    }
                });
            }
        });
    }

    /** The terminal has gone. */
    public void close() {
        loop.execute(() -> {
            ended = true;
            disconnect();
        });
    }

    void end(Ending ending) {
        if (!ended) {
            ended = true;
            disconnect();
            terminal.ended(ending);
        }
    }

    boolean isOver() {
        return ended;
    }

    private void disconnect() {
        if (channel != null) {
            var _ = channel.close();
        }
    }

    /** The connection to the emulator. */
    private final class Line extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            if (!ended) {
                terminal.output(ByteBufUtil.getBytes(bytes));
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            read();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(Ending.LINE_CLOSED);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(Ending.LINE_CLOSED);
        }
    }
}
