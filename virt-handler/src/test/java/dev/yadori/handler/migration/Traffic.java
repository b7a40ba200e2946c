package dev.yadori.handler.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/** What tests send from one pod and read in another. */
final class Traffic {
    private static final int MEBIBYTE = 1 << 20;

    private Traffic() {}

    static void write(SocketChannel channel, int bytes, CRC32 sum) throws IOException {
        var part = new byte[MEBIBYTE];
        for (int done = 0; done < bytes; done += part.length) {
            Arrays.fill(part, (byte) (done / part.length));
            sum.update(part);
            var buffer = ByteBuffer.wrap(part);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    static long readAll(SocketChannel channel, int bytes) throws IOException {
        var sum = new CRC32();
        var buffer = ByteBuffer.allocate(256 * 1024);
        for (long done = 0; done < bytes; ) {
            buffer.clear();
            int read = channel.read(buffer);
            assertThat(read).isPositive();
            done += read;
            sum.update(buffer.flip());
        }
        return sum.getValue();
    }

    /** Until nothing has been taken for a while. */
    static long fill(List<SocketChannel> channels) {
        var total = new long[1];
        var last = new long[] {System.nanoTime()};
        var buffer = ByteBuffer.allocate(MEBIBYTE);
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            for (var channel : channels) {
                int written = channel.write(buffer.clear());
                total[0] += written;
                last[0] = written > 0 ? System.nanoTime() : last[0];
            }
            return total[0] > channels.size() * 64L * MEBIBYTE
                    || System.nanoTime() - last[0] > TimeUnit.SECONDS.toNanos(1);
        });
        return total[0];
    }

    static long drained(List<SocketChannel> channels) throws IOException {
        long total = 0;
        var buffer = ByteBuffer.allocate(MEBIBYTE);
        for (var channel : channels) {
            for (int read = 0; read >= 0; read = channel.read(buffer.clear())) {
                total += read;
            }
        }
        return total;
    }
}
