package dev.yadori.launcher.console;

import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;

/** The guest's serial line: a unix socket on which the emulator takes one client, and a file of all that was said. */
public final class SerialLine {
    private static final int READ_AT_ONCE = 4096;

    private final EmulatorSocket socket;
    private final SerialLog log;

    /** Works on an event loop of the group, whose owner ends it. */
    public SerialLine(EventLoopGroup group, Path socket, SerialLog log) {
        this.socket = new EmulatorSocket(group, socket, READ_AT_ONCE);
        this.log = log;
    }

    /** A new session ends the one before. What the log still holds comes first, up to so many bytes. */
    public ConsoleSession open(int replayBytes, Terminal terminal) {
        return socket.open(terminal, () -> log.tail(replayBytes), false);
    }
}
