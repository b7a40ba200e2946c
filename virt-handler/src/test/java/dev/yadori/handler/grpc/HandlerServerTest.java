package dev.yadori.handler.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.handler.grpc.GuestDirectory.Found;
import dev.yadori.proto.handler.v1.GuestReference;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc;
import dev.yadori.proto.handler.v1.PauseGuestRequest;
import dev.yadori.service.tls.CertificateFiles;
import dev.yadori.testkit.TestAuthority;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerServerTest {
    private final TestAuthority authority = new TestAuthority();
    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @TempDir
    private Path folder;

    private HandlerServer server;

    @BeforeEach
    void start() throws Exception {
        var certificates = authority.issue(folder.resolve("server"), "virt-handler", 2);
        server = HandlerServer.start(
                new HandlerServer.Terms(
                        0, new CertificateFiles(certificates), Set.of("virt-api", "virt-api.yadori.svc")),
                new HandlerService((namespace, name, uid) -> new Found.Nowhere()),
                eventLoop,
                Executors.newVirtualThreadPerTaskExecutor());
    }

    @AfterEach
    void stop() {
        server.close();
        var _ = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** What a caller with these certificates is told. */
    private Status.Code call(Path certificates) throws IOException {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        "127.0.0.1",
                        server.port(),
                        TlsChannelCredentials.newBuilder()
                                .keyManager(
                                        certificates.resolve("tls.crt").toFile(),
                                        certificates.resolve("tls.key").toFile())
                                .trustManager(certificates.resolve("ca.crt").toFile())
                                .build())
                .overrideAuthority("localhost")
                .build();
        try {
            var request = PauseGuestRequest.newBuilder()
                    .setGuest(GuestReference.newBuilder().setNamespace("a").setName("b"))
                    .build();
            HandlerServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .pauseGuest(request);
            return Status.Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }

    private static void age(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"virt-api", "virt-api.yadori.svc"})
    void namedCallersGetAnAnswer(String name) throws IOException {
        assertThat(call(authority.issue(folder.resolve(name), name, 3))).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void othersOfOursDoNot() throws IOException {
        assertThat(call(authority.issue(folder.resolve("other"), "virt-handler", 3)))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void anotherAuthorityIsNotBelieved() throws IOException {
        var stranger = new TestAuthority().issue(folder.resolve("stranger"), "virt-api", 3);
        Files.copy(folder.resolve("server/ca.crt"), stranger.resolve("own.crt"));
        Files.move(stranger.resolve("own.crt"), stranger.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(call(stranger)).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void certificatesThatChangeCountWithoutARestart() throws IOException {
        var former = authority.issue(folder.resolve("former"), "virt-api", 3);
        assertThat(call(former)).isEqualTo(Status.Code.NOT_FOUND);
        var next = new TestAuthority();

        age(next.issue(folder.resolve("server"), "virt-handler", 4));

        assertThat(call(next.issue(folder.resolve("next"), "virt-api", 5))).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(call(former)).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void filesThatCannotBeReadLeaveTheLastInForce() throws IOException {
        var client = authority.issue(folder.resolve("client"), "virt-api", 3);

        Files.writeString(folder.resolve("server/tls.key"), "half a fi");
        age(folder.resolve("server"));

        assertThat(call(client)).isEqualTo(Status.Code.NOT_FOUND);
    }
}
