package dev.yadori.launcher.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RfbPointerTest {
    @TempDir
    Path folder;

    @Test
    void sharesTheScreenAndMovesThePointer() throws IOException {
        try (var server = listening()) {
            var said = CompletableFuture.supplyAsync(() -> screen(server));

            new RfbPointer(folder.resolve("vnc")).move();

            assertThat(said.join()).isEqualTo("RFB 003.008\n" + "01" + "01" + "050000000000" + "050000010001");
        }
    }

    @Test
    void screenThatHangsUpIsSaid() throws IOException {
        try (var server = listening()) {
            var hangingUp = CompletableFuture.runAsync(() -> {
                try {
                    server.accept().close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });

            assertThatThrownBy(() -> new RfbPointer(folder.resolve("vnc")).move())
                    .isInstanceOf(IOException.class);
            hangingUp.join();
        }
    }

    private ServerSocketChannel listening() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(folder.resolve("vnc")));
    }

    /** Answers as an emulator without password, and returns what it heard: the version, then all in hexadecimal. */
    private static String screen(ServerSocketChannel server) {
        try (var viewer = server.accept()) {
            say(viewer, "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
            var version = new String(hear(viewer, 12), StandardCharsets.US_ASCII);
            say(viewer, new byte[] {1, 1});
            var security = hear(viewer, 1);
            say(viewer, new byte[4]);
            var shared = hear(viewer, 1);
            say(viewer, ByteBuffer.allocate(28).putInt(24 - 4, 4).array());
            return version
                    + HexFormat.of().formatHex(security)
                    + HexFormat.of().formatHex(shared)
                    + HexFormat.of().formatHex(hear(viewer, 12));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(SocketChannel viewer, byte[] bytes) throws IOException {
        viewer.write(ByteBuffer.wrap(bytes));
    }

    private static byte[] hear(SocketChannel viewer, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        int read;
        do {
            read = viewer.read(bytes);
        } while (read >= 0 && bytes.hasRemaining());
        return bytes.array();
    }
}
