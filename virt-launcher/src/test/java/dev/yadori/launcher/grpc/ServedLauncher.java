package dev.yadori.launcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import dev.yadori.launcher.agent.AgentDesk;
import dev.yadori.launcher.agent.Duties;
import dev.yadori.launcher.console.Screen;
import dev.yadori.launcher.console.SerialLine;
import dev.yadori.launcher.console.SerialLog;
import dev.yadori.launcher.domain.LaunchCases;
import dev.yadori.launcher.hypervisor.FakeHypervisor;
import dev.yadori.launcher.lifecycle.FileJournal;
import dev.yadori.launcher.lifecycle.GuestButtons;
import dev.yadori.launcher.lifecycle.GuestFigures;
import dev.yadori.launcher.lifecycle.GuestLifecycle;
import dev.yadori.launcher.lifecycle.GuestState;
import dev.yadori.launcher.lifecycle.Preparation;
import dev.yadori.launcher.picture.Screenshots;
import dev.yadori.launcher.prepare.Blueprint;
import dev.yadori.launcher.prepare.FakeLinkAnswers;
import dev.yadori.launcher.prepare.GuestCards;
import dev.yadori.launcher.prepare.LinkServices;
import dev.yadori.launcher.prepare.MigrationRoutes;
import dev.yadori.launcher.prepare.SpecArchive;
import dev.yadori.proto.launcher.v1.Consoles;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import dev.yadori.proto.launcher.v1.Lifecycle;
import dev.yadori.proto.launcher.v1.StartGuestRequest;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The launcher's service over a hypervisor that is a fake, and a channel to it. */
final class ServedLauncher implements AutoCloseable {
    static final UUID DOMAIN = new UUID(1, 2);
    static final String OBJECT = new UUID(3, 4).toString();
    static final Preparation READY =
            () -> new Preparation.PreparedDomain("<uuid>" + DOMAIN + "</uuid>", Optional.empty());

    final FakeHypervisor hypervisor = new FakeHypervisor();
    final AtomicInteger pointerMoves = new AtomicInteger();
    final GrpcLauncherService service;
    final ManagedChannel channel;
    volatile Preparation preparation = READY;
    volatile Optional<LaunchSpec> kept = Optional.empty();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledExecutorService agentThread = Executors.newSingleThreadScheduledExecutor();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    final SpecArchive archive;
    private final Path folder;
    private final Server server;

    /** The emulator's sockets, serial and vnc, are to be in the folder. */
    ServedLauncher(Path folder) throws IOException {
        this.folder = folder;
        archive = new SpecArchive(folder.resolve("spec.pb"));
        var guest = new GuestLifecycle(
                hypervisor, new FileJournal(folder.resolve("journal")), InstantSource.system(), thread, _ -> {});
        guest.attach();
        service = new GrpcLauncherService(
                new GrpcLauncherService.About("1.2.3", OBJECT, () -> List.of("k6t-eth0")),
                guest,
                _ -> preparation,
                () -> kept,
                access(guest));
        server = InProcessServerBuilder.forName(folder.toString())
                .directExecutor()
                .addService(service)
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(folder.toString()).build();
    }

    private GuestAccess access(GuestLifecycle guest) {
        return new GuestAccess(
                new SerialLine(loop, folder.resolve("serial"), new SerialLog(folder.resolve("log"), 1024)),
                new Screen(loop, folder.resolve("vnc")),
                new Screenshots(guest, hypervisor, pointerMoves::incrementAndGet),
                new GuestButtons(guest, hypervisor),
                new GuestFigures(hypervisor, () -> Optional.of(DOMAIN)),
                agent(guest),
                new MigrationRoutes(folder),
                new GuestCards(
                        guest,
                        hypervisor,
                        new GuestCards.Services(new NoLinks(), new LinkServices(new FakeLinkAnswers()), archive)));
    }

    private AgentDesk agent(GuestLifecycle guest) {
        var desk = new AgentDesk(
                hypervisor,
                () -> Optional.of(DOMAIN),
                agentThread,
                InstantSource.system(),
                new AgentDesk.Folders(folder, folder.resolve("probes")),
                new AgentDesk.Listeners(guest::agentSays, guest::credentialsAre));
        guest.log()
                .watch(
                        0,
                        event -> desk.connection(
                                event.report().facts().agentConnected(),
                                event.report().state() instanceof GuestState.Running,
                                () -> Duties.NONE));
        return desk;
    }

    /** Nobody answers on its links. */
    private static final class NoLinks implements Blueprint {
        @Override
        public dev.yadori.launcher.domain.LaunchSpec drawn(LaunchSpec spec) {
            return LaunchCases.MINIMAL;
        }

        @Override
        public List<ServedLink> links(LaunchSpec spec) {
            return List.of();
        }
    }

    LauncherServiceGrpc.LauncherServiceBlockingStub blocking() {
        return LauncherServiceGrpc.newBlockingStub(channel);
    }

    LauncherServiceGrpc.LauncherServiceStub stub() {
        return LauncherServiceGrpc.newStub(channel);
    }

    GuestStatus started() {
        return start(spec());
    }

    GuestStatus start(LaunchSpec spec) {
        return blocking()
                .startGuest(StartGuestRequest.newBuilder().setSpec(spec).build())
                .getStatus();
    }

    static LaunchSpec spec() {
        return LaunchSpec.newBuilder()
                .setIdentity(GuestIdentity.newBuilder().setObjectUid(OBJECT).setFirmwareUuid(DOMAIN.toString()))
                .setConsoles(Consoles.newBuilder().setSerial(true).setVnc(true))
                .setLifecycle(Lifecycle.newBuilder()
                        .setGracePeriod(Duration.newBuilder().setSeconds(30)))
                .build();
    }

    static StatusRuntimeException assertFailure(Runnable call, Status.Code code, String reason) {
        var failure = catchThrowableOfType(StatusRuntimeException.class, call::run);
        assertThat(failure.getStatus().getCode()).isEqualTo(code);
        var details = Objects.requireNonNull(StatusProto.fromThrowable(failure)).getDetailsList();
        assertThat(details).singleElement().satisfies(detail -> {
            var info = detail.unpack(ErrorInfo.class);
            assertThat(info.getReason()).isEqualTo(reason);
            assertThat(info.getDomain()).isEqualTo("launcher.yadori.dev");
        });
        return failure;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        // The folder is deleted next: nobody may write into it any more.
        end(thread);
        end(agentThread);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static void end(ExecutorService executor) {
        executor.shutdownNow();
        executor.close();
    }
}
