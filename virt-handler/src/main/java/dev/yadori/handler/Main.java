package dev.yadori.handler;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.DeveloperConfiguration.LogVerbosity;
import dev.yadori.handler.grpc.HandlerServer;
import dev.yadori.handler.grpc.HandlerService;
import dev.yadori.handler.launcher.LauncherDoor;
import dev.yadori.handler.launcher.PodLauncherDoor;
import dev.yadori.handler.launcher.RouterHandover;
import dev.yadori.handler.launcher.UnixChannels;
import dev.yadori.handler.metrics.GuestMetrics;
import dev.yadori.handler.network.NetnsShell;
import dev.yadori.handler.network.NsenterPodNetwork;
import dev.yadori.handler.pod.BlockDeviceClaim;
import dev.yadori.handler.pod.ContainerRoots;
import dev.yadori.handler.pod.FunctionClaim;
import dev.yadori.handler.pod.ImageMounts;
import dev.yadori.handler.pod.KubeletPodAdoption;
import dev.yadori.handler.pod.LockedMemory;
import dev.yadori.handler.pod.PciBus;
import dev.yadori.handler.pod.PeerCheck;
import dev.yadori.handler.pod.PodSupplies;
import dev.yadori.handler.vmi.GuestsHere;
import dev.yadori.handler.vmi.GuestsOfNode;
import dev.yadori.handler.vmi.KubernetesGuestObjects;
import dev.yadori.handler.vmi.TargetReconciler;
import dev.yadori.service.config.ConfigInForce;
import dev.yadori.service.config.ConfigWatch;
import dev.yadori.service.events.EventOrigin;
import dev.yadori.service.events.SingleEvents;
import dev.yadori.service.health.HealthServer;
import dev.yadori.service.kubernetes.KubernetesAccess;
import dev.yadori.service.kubernetes.OwnMetadata;
import dev.yadori.service.logging.LogLevel;
import dev.yadori.service.memory.HeapTrim;
import dev.yadori.service.metrics.RestRequests;
import dev.yadori.service.metrics.ServiceMetrics;
import dev.yadori.service.tls.CertificateFiles;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the process up. Nothing else reads the environment. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Duration PLUMBING_LIMIT = Duration.ofSeconds(20);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    /** Prometheus waits for ten seconds unless it is told otherwise. */
    private static final Duration SCRAPE = Duration.ofSeconds(3);

    private static final Duration SHUTDOWN = Duration.ofSeconds(2);

    private final HandlerConfig config;
    private final LogLevel logLevel;
    private final AtomicBoolean ready = new AtomicBoolean();
    private final ServiceMetrics metrics = ServiceMetrics.of("virt-handler", ready::get);
    private final KubernetesClient client;
    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("timer").factory());

    private Main(HandlerConfig config, LogLevel logLevel) {
        this.config = config;
        this.logLevel = logLevel;
        client = KubernetesAccess.reading(
                KubernetesAccess.ofThisProcess(new RestRequests(metrics.registry())), GuestsOfNode.WATCHED);
    }

    /** Runs until it is told to stop. Guests are not concerned by that. */
    public static void main(String[] args) {
        try {
            var logLevel = LogLevel.start(System.getenv(), LogVerbosity::virtHandler);
            new Main(HandlerConfig.fromEnv(System.getenv()), logLevel).run();
        } catch (IOException | GeneralSecurityException | RuntimeException failure) {
            // Threads that run already would keep a process alive that looks after nobody.
            LOG.atError().setCause(failure).log("handler cannot start");
            System.exit(1);
        }
    }

    private void run() throws IOException, GeneralSecurityException {
        HealthServer.start(config.healthPort(), () -> true, ready::get).page("/metrics", metrics::scrape);
        var settings = new ConfigInForce(logLevel::follow);
        var settingsWatch = ConfigWatch.start(client, config.namespace(), settings);
        var events =
                new SingleEvents(client, EventOrigin.ofNode("virt-handler", config.node()), InstantSource.system());
        var migrations = Migrations.start(config, client, executor);
        var guests = GuestsOfNode.of(new GuestsOfNode.Parts(
                client,
                new KubernetesGuestObjects(client, events),
                door(),
                settings,
                new GuestsOfNode.Background(executor, timer, InstantSource.system()),
                migrations.moves(),
                config.node()));
        metrics.alsoTell(new GuestMetrics(config.node(), guests.sessions()::reached, executor, SCRAPE)::text);
        var server = HandlerServer.start(
                new HandlerServer.Terms(config.grpcPort(), new CertificateFiles(config.certificates()), callers()),
                new HandlerService(new GuestsHere(guests.pods(), guests.sessions())),
                eventLoop,
                executor);
        var presence = NodePresence.start(config, client, eventLoop, executor);
        var operator = operator(guests);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            presence.close();
            server.close();
            migrations.close();
            operator.stop();
            guests.sessions().close();
        }));
        settingsWatch.firstList().toCompletableFuture().join();
        operator.start();
        presence.announce();
        ready.set(true);
        HeapTrim.start();
        LOG.atInfo()
                .addKeyValue("node", config.node())
                .addKeyValue("port", server.port())
                .log("handler started");
    }

    private LauncherDoor door() {
        return new PodLauncherDoor(
                new KubeletPodAdoption(config.kubeletDirectory(), LauncherPodLayout.USER),
                new PeerCheck(Path.of("/proc"), LauncherPodLayout.USER),
                new NsenterPodNetwork(new NetnsShell(PLUMBING_LIMIT)),
                new PodSupplies(
                        new BlockDeviceClaim(Path.of("/dev"), (int) LauncherPodLayout.USER),
                        new ImageMounts(new ContainerRoots(Path.of("/proc"))),
                        new FunctionClaim(
                                new PciBus(Path.of("/sys")), new LockedMemory(Path.of("/proc")), Path.of("/dev"), (int)
                                        LauncherPodLayout.USER)),
                new UnixChannels(eventLoop, executor),
                new RouterHandover(eventLoop));
    }

    private Set<String> callers() {
        return Set.of("virt-api", "virt-api." + config.namespace() + ".svc");
    }

    private Operator operator(GuestsOfNode guests) {
        var operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withExecutorService(executor)
                .withWorkflowExecutorService(executor)
                .withResourceCloner(new OwnMetadata(client.getKubernetesSerialization())::copy)
                .withReconciliationTerminationTimeout(SHUTDOWN));
        operator.register(guests.reconciler(), overrider -> {
            overrider.withRetry(retry());
            GuestsOfNode.scope(overrider, config.node());
        });
        operator.register(guests.target(), overrider -> {
            overrider.withRetry(retry());
            TargetReconciler.scope(overrider, config.node());
        });
        return operator;
    }

    private static GenericRetry retry() {
        return new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(FIRST_RETRY)
                .setIntervalMultiplier(2)
                .setMaxInterval(LONGEST_RETRY.toMillis());
    }
}
