package dev.yadori.launcher;

import dev.yadori.launcher.agent.AgentDesk;
import dev.yadori.launcher.agent.Duties;
import dev.yadori.launcher.console.Screen;
import dev.yadori.launcher.console.SerialLine;
import dev.yadori.launcher.console.SerialLog;
import dev.yadori.launcher.domain.HostFacts;
import dev.yadori.launcher.grpc.GrpcLauncherService;
import dev.yadori.launcher.grpc.GuestAccess;
import dev.yadori.launcher.grpc.UnixServer;
import dev.yadori.launcher.host.CleanPages;
import dev.yadori.launcher.host.KvmTrial;
import dev.yadori.launcher.host.NodeVerdict;
import dev.yadori.launcher.host.Programs;
import dev.yadori.launcher.host.SysfsNodeLayout;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.libvirt.LibvirtHypervisor;
import dev.yadori.launcher.launch.DutiesMapper;
import dev.yadori.launcher.launch.RuntimePaths;
import dev.yadori.launcher.lifecycle.FileJournal;
import dev.yadori.launcher.lifecycle.GuestButtons;
import dev.yadori.launcher.lifecycle.GuestFigures;
import dev.yadori.launcher.lifecycle.GuestLifecycle;
import dev.yadori.launcher.lifecycle.GuestState;
import dev.yadori.launcher.lifecycle.GuestState.StopReason;
import dev.yadori.launcher.log.Log;
import dev.yadori.launcher.picture.RfbPointer;
import dev.yadori.launcher.picture.Screenshots;
import dev.yadori.launcher.prepare.Blueprint;
import dev.yadori.launcher.prepare.GuestCards;
import dev.yadori.launcher.prepare.GuestPreparation;
import dev.yadori.launcher.prepare.LinkServices;
import dev.yadori.launcher.prepare.MigrationRoutes;
import dev.yadori.launcher.prepare.NettyLinkAnswers;
import dev.yadori.launcher.prepare.PodBlueprint;
import dev.yadori.launcher.prepare.SpecArchive;
import dev.yadori.launcher.ra.netty.RouterSockets;
import dev.yadori.launcher.volume.GuestMedia;
import dev.yadori.launcher.volume.MediaPaths;
import dev.yadori.launcher.volume.host.HostDirectIo;
import dev.yadori.launcher.volume.host.HostImageTools;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Puts the parts together for one guest. One event loop serves gRPC, DHCP and the console; one thread drives the guest. */
final class Launcher {
    /** How long those who watch may take to hear the end. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final Duration LOG_CHECK = Duration.ofSeconds(5);
    private static final Duration REST_AFTER = Duration.ofSeconds(5);
    private static final long SERIAL_LOG_LIMIT = 1 << 20;

    /** Kept, because a logger that is not forgets its level. Netty warns of gRPC's TCP options on each unix socket. */
    private static final Logger BOOTSTRAP = Logger.getLogger("io.netty.bootstrap");

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final CompletableFuture<StopReason> stopped = new CompletableFuture<>();
    private final AtomicBoolean rests = new AtomicBoolean();
    private final LauncherConfig config;
    private final UUID uid;

    private Launcher(LauncherConfig config, UUID uid) {
        this.config = config;
        this.uid = uid;
    }

    static void start(LauncherConfig config, LauncherConfig.Command.Serve guest, String version) throws IOException {
        BOOTSTRAP.setLevel(Level.SEVERE);
        Log.info()
                .addKeyValue("namespace", guest.namespace())
                .addKeyValue("name", guest.name())
                .addKeyValue("uid", guest.uid())
                .addKeyValue("version", version)
                .log("launcher starting");
        new Launcher(config, guest.uid()).start(version);
    }

    private void start(String version) throws IOException {
        var state = Files.createDirectories(config.run().resolve("launcher"));
        var paths = RuntimePaths.beneath(config.consoles().resolve(uid.toString()), config.run());
        var archive = new SpecArchive(state.resolve("spec.pb"));
        var blueprint = blueprint(paths);
        var links = new LinkServices(new NettyLinkAnswers(loop, InstantSource.system()));
        var preparation = preparation(blueprint, links, archive);
        var hypervisor = new LibvirtHypervisor(config.libvirt(), Programs.EMULATOR);
        var guest = lifecycle(hypervisor, state.resolve("journal"));
        var routes = new MigrationRoutes(config.run());
        routes.makeFolder();
        var service = new GrpcLauncherService(
                new GrpcLauncherService.About(version, uid.toString(), links::wanted),
                guest,
                spec -> () -> preparation.prepare(spec),
                archive::kept,
                new GuestAccess(
                        serialLine(paths),
                        new Screen(loop, paths.vncSocket()),
                        new Screenshots(guest, hypervisor, new RfbPointer(paths.vncSocket())),
                        new GuestButtons(guest, hypervisor),
                        new GuestFigures(hypervisor, () -> domain(archive)),
                        agent(hypervisor, archive, guest, state),
                        routes,
                        new GuestCards(guest, hypervisor, new GuestCards.Services(blueprint, links, archive))));
        preparation.resume();
        guest.log().watch(0, event -> rest(event.report().state()));
        guest.attach();
        RouterSockets.listen(
                config.run().resolve("router.sock"),
                loop,
                (device, socket) -> Thread.ofPlatform().name("links").start(() -> links.take(device, socket)));
        var server = UnixServer.start(config.run().resolve("launcher.sock"), loop, service);
        Log.info().log("launcher serving");
        var _ = stopped.thenAccept(reason -> exit(reason, service, server));
        endWithThePod(guest);
    }

    /** Once, when the guest is where its user wants it, and those who start it have nothing left to ask. */
    private void rest(GuestState state) {
        if ((state instanceof GuestState.Running || state instanceof GuestState.Paused)
                && rests.compareAndSet(false, true)) {
            var _ = loop.next().schedule(CleanPages::giveBack, REST_AFTER.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private GuestLifecycle lifecycle(Hypervisor hypervisor, Path journal) {
        var thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("guest").factory());
        return new GuestLifecycle(
                hypervisor, new FileJournal(journal), InstantSource.system(), thread, stopped::complete);
    }

    private static Optional<UUID> domain(SpecArchive archive) {
        return archive.kept().map(spec -> UUID.fromString(spec.getIdentity().getFirmwareUuid()));
    }

    private AgentDesk agent(Hypervisor hypervisor, SpecArchive archive, GuestLifecycle guest, Path state) {
        var thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("agent").factory());
        var desk = new AgentDesk(
                hypervisor,
                () -> domain(archive),
                thread,
                InstantSource.system(),
                new AgentDesk.Folders(state, config.run().resolve("probes")),
                new AgentDesk.Listeners(guest::agentSays, guest::credentialsAre));
        var _ = guest.log()
                .watch(
                        0,
                        event -> desk.connection(
                                event.report().facts().agentConnected(),
                                event.report().state() instanceof GuestState.Running,
                                () -> archive.kept()
                                        .map(spec -> DutiesMapper.duties(spec.getAgent()))
                                        .orElse(Duties.NONE)));
        return desk;
    }

    private static Blueprint blueprint(RuntimePaths paths) {
        var media = new GuestMedia(MediaPaths.inPod(), new HostImageTools(), new HostDirectIo());
        return new PodBlueprint(media, paths, Path.of("/etc/resolv.conf"));
    }

    private GuestPreparation preparation(Blueprint blueprint, LinkServices links, SpecArchive archive) {
        return new GuestPreparation(
                blueprint,
                links,
                archive,
                new HostFacts(false, Programs.EMULATOR, Programs.FIRMWARE),
                new NodeVerdict(config.capabilities(), new KvmTrial(Programs.EMULATOR, config.run())),
                SysfsNodeLayout.inPod());
    }

    private SerialLine serialLine(RuntimePaths paths) {
        var log = new SerialLog(paths.serialLog(), SERIAL_LOG_LIMIT);
        var _ = loop.next()
                .scheduleWithFixedDelay(log::shorten, LOG_CHECK.toSeconds(), LOG_CHECK.toSeconds(), TimeUnit.SECONDS);
        return new SerialLine(loop, paths.serialSocket(), log);
    }

    /**
     * SIGTERM is the pod's end: the guest is shut down, and the JVM, which waits for this hook, is halted with the status that
     * tells the init so. A launcher that was just being restarted finds the mark instead of the signal.
     */
    private void endWithThePod(GuestLifecycle guest) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            Log.info().log("asked to end");
                            guest.terminate();
                            new CompletableFuture<Void>().join();
                        },
                        "sigterm"));
        if (Files.exists(config.run().resolve("terminating"))) {
            guest.terminate();
        }
    }

    /** Not on the guest's thread, which still has to tell those who watch. */
    private static void exit(StopReason reason, GrpcLauncherService service, UnixServer server) {
        Thread.ofPlatform().name("exit").start(() -> {
            try {
                service.endWatches();
                server.stop(FAREWELL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                Log.info().addKeyValue("reason", reason).log("launcher exiting");
                Runtime.getRuntime().halt(reason.exitStatus());
            }
        });
    }
}
