package dev.yadori.launcher.console;

import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What the guest has said, in a file to which the emulator appends. The emulator never shortens it, so somebody has to: a
 * guest can say as much as it likes.
 */
public final class SerialLog {
    private static final int MOST_REPLAYED = 256 * 1024;

    private final Path file;
    private final long limit;

    /** The limit is where {@link #shorten} begins to work. */
    public SerialLog(Path file, long limit) {
        this.file = file;
        this.limit = limit;
    }

    /** The end of it: at most so many bytes, and at most 256 KiB. Nothing where there is no log. */
    public byte[] tail(int bytes) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return tail(channel, Math.min(Integer.toUnsignedLong(bytes), MOST_REPLAYED));
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            Log.warn().addKeyValue("error", e).log("reading the serial log failed");
            return new byte[0];
        }
    }

    private static byte[] tail(FileChannel channel, long bytes) throws IOException {
        long size = channel.size();
        var tail = ByteBuffer.allocate((int) Math.min(bytes, size));
        channel.position(size - tail.capacity());
        int read;
        do {
            read = channel.read(tail);
        } while (read >= 0 && tail.hasRemaining());
        return Arrays.copyOf(tail.array(), tail.position());
    }

    /**
     * Takes a log that is too long back to its last quarter of the limit. The emulator appends, so it goes on behind; what it
     * writes in between is lost.
     */
    public void shorten() {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() <= limit) {
                return;
            }
            byte[] kept = tail(channel, limit / 4);
            try (var appending = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                appending.truncate(0);
                var bytes = ByteBuffer.wrap(kept);
                while (bytes.hasRemaining()) {
                    appending.write(bytes);
                }
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            Log.warn().addKeyValue("error", e).log("shortening the serial log failed");
        }
    }
}
