package dev.yadori.api;

import dev.yadori.api.migration.KubernetesGuestFacts;
import dev.yadori.api.migration.MigrationWebhooks;
import dev.yadori.api.webhook.Admission;
import dev.yadori.api.webhook.Rehearsal;
import dev.yadori.api.webhook.WebhookServer;
import dev.yadori.api.webhook.Webhooks;
import dev.yadori.service.config.ConfigInForce;
import dev.yadori.service.config.ConfigWatch;
import dev.yadori.service.health.HealthServer;
import dev.yadori.service.kubernetes.KubernetesAccess;
import dev.yadori.service.metrics.RestRequests;
import dev.yadori.service.metrics.ServiceMetrics;
import dev.yadori.service.tls.CertificateFiles;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: what is made, and in which order it ends. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private static final Duration END_TIME = Duration.ofSeconds(10);

    private Main() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
        ApiConfig config = ApiConfig.fromEnv(System.getenv());
        WebhookServer.limit();
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(new KeyManager[] {new CertificateFiles(config.certificates()).keys()}, null, null);
        ConfigInForce inForce = new ConfigInForce();
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean ready = new AtomicBoolean();
        ServiceMetrics metrics = ServiceMetrics.of("virt-api", ready::get);
        try (KubernetesClient client =
                        KubernetesAccess.connect(Config.autoConfigure(null), new RestRequests(metrics.registry()));
                ConfigWatch watch = ConfigWatch.start(client, config.namespace(), inForce);
                WebhookServer webhooks =
                        WebhookServer.start(config.webhookPort(), tls, rules(client, config, inForce, watch));
                HealthServer health = HealthServer.start(config.healthPort(), () -> true, watch::isSynced)) {
            health.page("/metrics", metrics::scrape);
            watch.firstList().thenRun(() -> ready.set(true));
            Runtime.getRuntime().addShutdownHook(orderlyEnd(Thread.currentThread(), end));
            LOG.atInfo()
                    .addKeyValue("webhooks", webhooks.port())
                    .addKeyValue("health", health.port())
                    .log("virt-api answers");
            end.await();
        }
    }

    /** Those that need nobody are rehearsed. */
    private static Map<String, Admission> rules(
            KubernetesClient client, ApiConfig config, ConfigInForce inForce, ConfigWatch watch) {
        Map<String, Admission> rules = Webhooks.of(config.namespace(), inForce, watch::objects);
        Rehearsal.of(rules);
        rules.putAll(MigrationWebhooks.of(config.namespace(), inForce, new KubernetesGuestFacts(client)));
        return rules;
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
