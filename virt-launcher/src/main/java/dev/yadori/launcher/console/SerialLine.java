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
import org.jspecify.annotations.Nullable;

/** The guest's serial line: a unix socket on which the emulator takes one client, and a file of all that was said. */
public final class SerialLine {
    private static final int READ_AT_ONCE = 4096;

    private final EventLoop loop;
    private final Path socket;
    private final SerialLog log;
    private @Nullable ConsoleSession current;

    /** Works on an event loop of the group, whose owner ends it. */
    public SerialLine(EventLoopGroup group, Path socket, SerialLog log) {
        this.loop = group.next();
        this.socket = socket;
        this.log = log;
    }

    /** A new session ends the one before. What the log still holds comes first, up to so many bytes. */
    public ConsoleSession open(int replayBytes, Terminal terminal) {
        var session = new ConsoleSession(loop, terminal, log, replayBytes);
        loop.execute(() -> {
            if (current != null) {
                current.end(Ending.TAKEN_OVER);
            }
            current = session;
            session.connect(new Bootstrap()
                    .group(loop)
                    .channel(EpollDomainSocketChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_AT_ONCE))
                    .remoteAddress(new DomainSocketAddress(socket.toFile())));
        });
        return session;
    }
}
