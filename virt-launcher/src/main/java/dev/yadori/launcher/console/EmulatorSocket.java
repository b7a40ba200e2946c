package dev.yadori.launcher.console;

import dev.yadori.launcher.console.Terminal.Ending;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A unix socket on which the emulator offers something to one terminal at a time. */
final class EmulatorSocket {
    private final EventLoop loop;
    private final Path socket;
    private final int readAtOnce;
    private @Nullable ConsoleSession current;

    /** Works on an event loop of the group, whose owner ends it. */
    EmulatorSocket(EventLoopGroup group, Path socket, int readAtOnce) {
        this.loop = group.next();
        this.socket = socket;
        this.readAtOnce = readAtOnce;
    }

    /** A new session ends the one before, unless that is to be preserved: then the new one ends at once. */
    ConsoleSession open(Terminal terminal, Supplier<byte[]> earlier, boolean preserve) {
        var session = new ConsoleSession(loop, terminal, earlier);
        loop.execute(() -> {
            if (current != null && !current.isOver()) {
                if (preserve) {
                    session.end(Ending.IN_USE);
                    return;
                }
                current.end(Ending.TAKEN_OVER);
            }
            current = session;
            session.connect(new Bootstrap()
                    .group(loop)
                    .channel(EpollDomainSocketChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(readAtOnce))
                    .remoteAddress(new DomainSocketAddress(socket.toFile())));
        });
        return session;
    }
}
