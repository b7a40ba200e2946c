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
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
 *   <li>{@code console SECONDS TEXT [TYPED TEXT]...}: waits until the serial line has said a text, types, waits for the next
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
                .withOption(ChannelOption.SO_KEEPALIVE, null)
                .overrideAuthority("launcher")
                .usePlaintext()
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        try (var client = new LauncherClient(Path.of(arguments[0]))) {
            client.run(arguments);
        } catch (StatusRuntimeException | TimeoutException e) {
            System.err.println(e);
            List.of(e.getSuppressed()).forEach(System.err::println);
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
                        console(Integer.parseInt(words[2]), List.of(words).subList(3, words.length)));
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

    /** What the line has said when it has said the last of the texts, each after what was typed before it. */
    public String console(int seconds, List<String> dialogue)
            throws InterruptedException, ExecutionException, TimeoutException {
        var said = new Said();
        var line = LauncherServiceGrpc.newStub(channel).console(said);
        line.onNext(ConsoleRequest.newBuilder()
                .setOpen(OpenConsole.newBuilder().setReplayBytes(REPLAY))
                .build());
        try {
            for (int i = 0; i < dialogue.size(); i++) {
                if (i % 2 == 0) {
                    said.expect(dialogue.get(i)).get(seconds, TimeUnit.SECONDS);
                } else {
                    line.onNext(ConsoleRequest.newBuilder()
                            .setInput(ByteString.copyFromUtf8(dialogue.get(i) + "\n"))
                            .build());
                }
            }
            return said.toString();
        } catch (TimeoutException e) {
            e.addSuppressed(new IllegalStateException("the line said: " + said));
            throw e;
        } finally {
            line.onCompleted();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Collects output and looks for one text after the other in it. */
    private static final class Said implements StreamObserver<ConsoleResponse> {
        private final StringBuilder output = new StringBuilder();
        private String text = "";
        private int from;
        private CompletableFuture<Boolean> found = new CompletableFuture<>();

        synchronized CompletableFuture<Boolean> expect(String next) {
            text = next;
            found = found.isCompletedExceptionally() ? found : new CompletableFuture<>();
            look();
            return found;
        }

        private void look() {
            int at = text.isEmpty() ? -1 : output.indexOf(text, from);
            if (at >= 0) {
                from = at + text.length();
                text = "";
                found.complete(true);
            }
        }

        @Override
        public synchronized void onNext(ConsoleResponse response) {
            output.append(response.getOutput().toString(StandardCharsets.ISO_8859_1));
            look();
        }

        @Override
        public synchronized void onError(Throwable cause) {
            found.completeExceptionally(cause);
        }

        @Override
        public synchronized void onCompleted() {
            found.completeExceptionally(new IllegalStateException("the line ended after: " + output));
        }

        @Override
        public synchronized String toString() {
            return output.toString();
        }
    }
}
