package dev.yadori.launcher.console;

import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;

/** The guest's screen: a unix socket on which the emulator speaks RFB (RFC 6143). */
public final class Screen {
    /** Pictures are large. */
    private static final int READ_AT_ONCE = 16 * 1024;

    private static final byte[] NOTHING = {};

    private final EmulatorSocket socket;

    /** Works on an event loop of the group, whose owner ends it. */
    public Screen(EventLoopGroup group, Path socket) {
        this.socket = new EmulatorSocket(group, socket, READ_AT_ONCE);
    }

    /** A new session ends the one before, or ends at once where that is to be preserved. */
    public ConsoleSession open(boolean preserve, Terminal terminal) {
        return socket.open(terminal, () -> NOTHING, preserve);
    }
}
