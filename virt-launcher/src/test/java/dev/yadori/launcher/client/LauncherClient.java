package dev.yadori.launcher.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.TextFormat;
import dev.yadori.proto.launcher.v1.ConsoleRequest;
import dev.yadori.proto.launcher.v1.ConsoleResponse;
import dev.yadori.proto.launcher.v1.GetInfoRequest;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.KillGuestRequest;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import dev.yadori.proto.launcher.v1.OpenConsole;
import dev.yadori.proto.launcher.v1.PauseGuestRequest;
import dev.yadori.proto.launcher.v1.ResumeGuestRequest;
import dev.yadori.proto.launcher.v1.ShutdownGuestRequest;
import dev.yadori.proto.launcher.v1.StartGuestRequest;
import dev.yadori.proto.launcher.v1.WatchGuestRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls a launcher through its socket. {@code LauncherClient SOCKET COMMAND...}, ends with 0 if it went as asked:
 *
 * <ul>
 *   <li>{@code info}, {@code kill}, {@code pause}, {@code resume}, {@code shutdown}
 *   <li>{@code start FILE}: the specification in protobuf's text format
 *   <li>{@code console SECONDS TEXT [TYPED]}: waits until the serial line has said a text; types first, if asked
 *   <li>{@code watch SECONDS STATE}: waits for a state of the guest, such as STATE_RUNNING
 * </ul>
 */
public final class LauncherClient implements AutoCloseable {
    private static final int REPLAY = 1 << 20;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ManagedChannel channel;

    public LauncherClient(Path socket) {
        channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .eventLoopGroup(group)
                .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                .overrideAuthority("launcher")
                .usePlaintext()
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        try (var client = new LauncherClient(Path.of(arguments[0]))) {
            client.run(arguments);
        } catch (StatusRuntimeException | TimeoutException e) {
            System.err.println(e);
            System.exit(1);
        }
    }

    private void run(String[] words) throws Exception {
        switch (words[1]) {
            case "info" -> System.out.print(calls().getInfo(GetInfoRequest.getDefaultInstance()));
            case "start" -> System.out.print(start(Path.of(words[2])));
            case "pause" -> System.out.print(calls().pauseGuest(PauseGuestRequest.getDefaultInstance()));
            case "resume" -> System.out.print(calls().resumeGuest(ResumeGuestRequest.getDefaultInstance()));
            case "kill" -> System.out.print(calls().killGuest(KillGuestRequest.getDefaultInstance()));
            case "shutdown" ->
                System.out.print(calls().shutdownGuest(ShutdownGuestRequest.newBuilder()
                        .setGracePeriod(Duration.newBuilder().setSeconds(30))
                        .build()));
            case "console" ->
                System.out.println(
                        console(Integer.parseInt(words[2]), words[3], words.length > 4 ? words[4] + "\n" : ""));
            case "watch" -> System.out.print(watch(Integer.parseInt(words[2]), GuestStatus.State.valueOf(words[3])));
            default -> throw new IllegalArgumentException("no such command: " + words[1]);
        }
    }

    private LauncherServiceGrpc.LauncherServiceBlockingStub calls() {
        return LauncherServiceGrpc.newBlockingStub(channel).withWaitForReady().withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    private GuestStatus start(Path file) throws IOException {
        var spec = TextFormat.parse(Files.readString(file), LaunchSpec.class);
        return calls().startGuest(StartGuestRequest.newBuilder().setSpec(spec).build())
                .getStatus();
    }

    private GuestStatus watch(int seconds, GuestStatus.State state) throws TimeoutException {
        var events = LauncherServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(seconds, TimeUnit.SECONDS)
                .watchGuest(WatchGuestRequest.getDefaultInstance());
        while (events.hasNext()) {
            var status = events.next().getEvent().getStatus();
            if (status.getState() == state) {
                return status;
            }
        }
        throw new TimeoutException("the guest was never " + state);
    }

    /** What the line has said so far, when it has said the text. */
    public String console(int seconds, String text, String typed)
            throws InterruptedException, ExecutionException, TimeoutException {
        var said = new Said(text);
        var line = LauncherServiceGrpc.newStub(channel).console(said);
        line.onNext(ConsoleRequest.newBuilder()
                .setOpen(OpenConsole.newBuilder().setReplayBytes(typed.isEmpty() ? REPLAY : 0))
                .build());
        if (!typed.isEmpty()) {
            line.onNext(ConsoleRequest.newBuilder()
                    .setInput(ByteString.copyFromUtf8(typed))
                    .build());
        }
        try {
            return said.whole.get(seconds, TimeUnit.SECONDS);
        } finally {
            line.onCompleted();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Collects output until a text is in it. */
    private static final class Said implements StreamObserver<ConsoleResponse> {
        private final StringBuilder output = new StringBuilder();
        private final String text;
        private final CompletableFuture<String> whole = new CompletableFuture<>();

        Said(String text) {
            this.text = text;
        }

        @Override
        public void onNext(ConsoleResponse response) {
            output.append(response.getOutput().toString(StandardCharsets.ISO_8859_1));
            if (output.indexOf(text) >= 0) {
                whole.complete(output.toString());
            }
        }

        @Override
        public void onError(Throwable cause) {
            whole.completeExceptionally(cause);
        }

        @Override
        public void onCompleted() {
            whole.completeExceptionally(new IllegalStateException("the line ended after: " + output));
        }
    }
}
