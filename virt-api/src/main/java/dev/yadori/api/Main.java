package dev.yadori.api;

import dev.yadori.api.caller.AccessReviews;
import dev.yadori.api.caller.FrontProxyTrust;
import dev.yadori.api.caller.FrontProxyWatch;
import dev.yadori.api.guest.GrpcGuests;
import dev.yadori.api.guest.Guests;
import dev.yadori.api.guest.HandlerChannels;
import dev.yadori.api.guest.HandlerPods;
import dev.yadori.api.http.ApiServer;
import dev.yadori.api.http.ServerLimits;
import dev.yadori.api.migration.KubernetesGuestFacts;
import dev.yadori.api.migration.MigrationWebhooks;
import dev.yadori.api.stream.PortSource;
import dev.yadori.api.subresource.ClusterFacts;
import dev.yadori.api.subresource.KubernetesObjects;
import dev.yadori.api.subresource.Ports;
import dev.yadori.api.subresource.SubresourceApi;
import dev.yadori.api.web.WebPage;
import dev.yadori.api.webhook.Admission;
import dev.yadori.api.webhook.Homes;
import dev.yadori.api.webhook.Rehearsal;
import dev.yadori.api.webhook.WebhookEndpoint;
import dev.yadori.api.webhook.Webhooks;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.DeveloperConfiguration.LogVerbosity;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.service.config.ConfigInForce;
import dev.yadori.service.config.ConfigWatch;
import dev.yadori.service.health.HealthServer;
import dev.yadori.service.kubernetes.KubernetesAccess;
import dev.yadori.service.logging.LogLevel;
import dev.yadori.service.memory.HeapTrim;
import dev.yadori.service.metrics.RestRequests;
import dev.yadori.service.metrics.ServiceMetrics;
import dev.yadori.service.tls.CertificateFiles;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: what is made, and in which order it ends. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private static final Duration END_TIME = Duration.ofSeconds(10);

    private static final int LOOPS = 2;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            run();
        } catch (IOException | GeneralSecurityException | RuntimeException failure) {
            // Threads that run already would keep a process alive that answers nobody.
            LOG.atError().setCause(failure).log("virt-api cannot start");
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run() throws IOException, GeneralSecurityException, InterruptedException {
        ApiConfig config = ApiConfig.fromEnv(System.getenv());
        CertificateFiles certificates = new CertificateFiles(config.certificates());
        ConfigInForce inForce = new ConfigInForce(LogLevel.start(System.getenv(), LogVerbosity::virtAPI)::follow);
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean ready = new AtomicBoolean();
        ServiceMetrics metrics = ServiceMetrics.of("virt-api", ready::get);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(LOOPS, NioIoHandler.newFactory());
        try (KubernetesClient client = KubernetesAccess.ofThisProcess(new RestRequests(metrics.registry()));
                ConfigWatch watch = ConfigWatch.start(client, config.namespace(), inForce);
                FrontProxyWatch proxy = FrontProxyWatch.start(client);
                HandlerPods pods = HandlerPods.watch(client, config.namespace());
                HandlerChannels channels = new HandlerChannels(
                        handlers(config, certificates), loops, Executors.newVirtualThreadPerTaskExecutor());
                ApiServer server = ApiServer.start(
                        config.webhookPort(),
                        tls(certificates, proxy),
                        loops,
                        new WebhookEndpoint(
                                rules(client, config, inForce, watch),
                                WebPage.of(
                                        config.web(),
                                        subresources(client, proxy, GrpcGuests.of(pods, channels), loops, watch))),
                        ServerLimits.DEFAULT);
                HealthServer health = HealthServer.start(
                        config.healthPort(), () -> true, () -> watch.isSynced() && proxy.isSynced())) {
            health.page("/metrics", metrics::scrape);
            watch.firstList().thenRun(() -> ready.set(true));
            HeapTrim.start();
            Runtime.getRuntime().addShutdownHook(orderlyEnd(Thread.currentThread(), end));
            LOG.atInfo()
                    .addKeyValue("port", server.port())
                    .addKeyValue("health", health.port())
                    .log("virt-api answers");
            end.await();
        } finally {
            var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private static HandlerChannels.Terms handlers(ApiConfig config, CertificateFiles certificates)
            throws IOException, GeneralSecurityException {
        return new HandlerChannels.Terms(
                "virt-handler." + config.namespace() + ".svc", certificates.keys(), certificates.trust());
    }

    private static SSLContext tls(CertificateFiles certificates, FrontProxyWatch proxy)
            throws IOException, GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(new KeyManager[] {certificates.keys()}, new TrustManager[] {new FrontProxyTrust(proxy)}, null);
        return tls;
    }

    private static SubresourceApi subresources(
            KubernetesClient client, FrontProxyWatch proxy, Guests guests, EventLoopGroup loops, ConfigWatch watch) {
        Ports ports = (address, datagrams) ->
                datagrams ? PortSource.connectUdp(loops, address) : PortSource.connectTcp(loops, address);
        ClusterFacts facts = new ClusterFacts() {
            @Override
            public String json(Object object) {
                return client.getKubernetesSerialization().asJson(object);
            }

            @Override
            public Optional<KubeVirt> kubeVirt() {
                return ClusterConfig.counting(watch.objects());
            }
        };
        return new SubresourceApi(new SubresourceApi.Parts(
                proxy, new AccessReviews(client), new KubernetesObjects(client), guests, ports, facts));
    }

    /** Those that need nobody are rehearsed. */
    private static Map<String, Admission> rules(
            KubernetesClient client, ApiConfig config, ConfigInForce inForce, ConfigWatch watch) {
        Map<String, Admission> rules = Webhooks.of(config.namespace(), inForce, watch::objects, homes(client));
        Rehearsal.of(rules);
        rules.putAll(MigrationWebhooks.of(config.namespace(), inForce, new KubernetesGuestFacts(client)));
        return rules;
    }

    private static Homes homes(KubernetesClient client) {
        return new Homes(
                () -> client.resources(VirtualMachineInstance.class).inAnyNamespace().list().getItems().stream()
                        .map(VirtualMachineInstance::getStatus)
                        .flatMap(status -> Optional.ofNullable(status).stream())
                        .filter(status ->
                                status.phase() == null || !status.phase().isFinal())
                        .flatMap(status -> Optional.ofNullable(status.nodeName()).stream())
                        .collect(Collectors.toSet()),
                () -> client.nodes().list().getItems());
    }

    /** What a signal to stop starts: requests are answered before the process goes. */
    private static Thread orderlyEnd(Thread main, CountDownLatch end) {
        return new Thread(() -> {
            end.countDown();
            try {
                main.join(END_TIME);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
