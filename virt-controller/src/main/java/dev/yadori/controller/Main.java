package dev.yadori.controller;

import dev.yadori.controller.certificates.CertificateReconciler;
import dev.yadori.controller.config.ConfigOfCluster;
import dev.yadori.controller.kubevirt.KubeVirtReconciler;
import dev.yadori.controller.kubevirt.Release;
import dev.yadori.controller.migration.MigrationReconciler;
import dev.yadori.controller.node.NodeReconciler;
import dev.yadori.controller.removal.SystemReconciler;
import dev.yadori.controller.vm.VmReconciler;
import dev.yadori.controller.vmi.VmiReconciler;
import dev.yadori.crds.v1.DeveloperConfiguration.LogVerbosity;
import dev.yadori.service.config.ConfigInForce;
import dev.yadori.service.config.ConfigWatch;
import dev.yadori.service.events.CountedEvents;
import dev.yadori.service.events.EventOrigin;
import dev.yadori.service.events.EventRecorder;
import dev.yadori.service.health.HealthServer;
import dev.yadori.service.kubernetes.KubernetesAccess;
import dev.yadori.service.logging.LogLevel;
import dev.yadori.service.memory.HeapTrim;
import dev.yadori.service.metrics.RestRequests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the process up. Nothing else reads the environment. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Runs until it is told to stop or no longer leads. */
    public static void main(String[] args) {
        try {
            start();
        } catch (RuntimeException failure) {
            endFor(failure);
        }
    }

    /** Threads that run already would keep a process alive that does nothing. */
    private static void endFor(RuntimeException failure) {
        LOG.atError().setCause(failure).log("controller cannot start");
        Runtime.getRuntime().halt(1);
    }

    private static void start() {
        var logLevel = LogLevel.start(System.getenv(), LogVerbosity::virtController);
        ControllerConfig config = ControllerConfig.fromEnv(System.getenv());
        var started = new AtomicBoolean();
        var clusterConfig = new ConfigInForce(logLevel::follow);
        var figures = Figures.start(started::get, clusterConfig, Instant.now());
        var client = KubernetesAccess.reading(
                KubernetesAccess.ofThisProcess(new RestRequests(figures.registry())), Controllers.WATCHED);
        var collaborators = new Collaborators(
                client,
                config,
                new ConfigOfCluster(clusterConfig, client::getKubernetesVersion, InstantSource.system()),
                InstantSource.system());
        var events = new CountedEvents(
                client, EventOrigin.ofCluster("virt-controller", config.identity()), collaborators.clock());
        var stopping = new AtomicBoolean();
        var replica = Controllers.replica(
                collaborators,
                reconcilers(collaborators, events, figures),
                new Supervision(
                        figures::lead,
                        () -> endUnless(stopping.get()),
                        Main::endFor,
                        new ReconcileMetrics(figures.registry())));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping.set(true);
            replica.stop();
        }));
        HealthServer.start(config.healthPort(), () -> true, started::get).page("/metrics", figures::scrape);
        ConfigWatch.start(client, config.namespace(), clusterConfig)
                .firstList()
                .toCompletableFuture()
                .join();
        replica.start();
        started.set(true);
        HeapTrim.start();
        LOG.atInfo().addKeyValue("identity", config.identity()).log("controller started");
    }

    /** Another process may lead already, so nothing more may be done here, not even in good order. */
    private static void endUnless(boolean stopping) {
        if (!stopping) {
            LOG.atError().log("lease lost");
            Runtime.getRuntime().halt(1);
        }
    }

    private static List<Reconciler<? extends HasMetadata>> reconcilers(
            Collaborators collaborators, EventRecorder events, Figures figures) {
        return List.of(
                new CertificateReconciler(collaborators, events),
                new SystemReconciler(collaborators),
                new KubeVirtReconciler(collaborators, Release.ofThisProcess()),
                new VmReconciler(collaborators, events),
                new VmiReconciler(collaborators, events, figures.guests()),
                new MigrationReconciler(collaborators, events, figures.migrations()),
                new NodeReconciler(collaborators, events));
    }
}
