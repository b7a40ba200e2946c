package dev.yadori.testkit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real kube-apiserver on a real etcd, without nodes, with the definitions of Yadori's kinds. */
public final class KubeApiServer implements AutoCloseable {

    private static final String ADMIN = "admin-token";
    private static final Duration START = Duration.ofMinutes(2);

    private final Path work;
    private final List<Process> processes = new CopyOnWriteArrayList<>();
    private final Config config;
    private final KubernetesClient client;

    private KubeApiServer(Path work, Process etcd, Process server, int port) {
        this.work = work;
        this.processes.addAll(List.of(etcd, server));
        this.config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withOauthToken(ADMIN)
                .withTrustCerts(true)
                .withRequestRetryBackoffLimit(0)
                .build();
        this.client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /**
     * Starts both and waits until the definitions of manifests/crds are served.
     *
     * @throws IllegalStateException when the programs cannot be built
     */
    public static KubeApiServer start() throws IOException, InterruptedException {
        Path programs = KubernetesPrograms.folder();
        Path work = Files.createTempDirectory("yadori-it");
        int etcdPort = KubernetesPrograms.freePort();
        int peers = KubernetesPrograms.freePort();
        int port = KubernetesPrograms.freePort();
        Process etcd = KubernetesPrograms.start(work, "etcd", KubernetesPrograms.etcd(programs, work, etcdPort, peers));
        Process server = KubernetesPrograms.start(
                work, "kube-apiserver", KubernetesPrograms.apiServer(programs, work, etcdPort, port, ADMIN));
        KubeApiServer started = new KubeApiServer(work, etcd, server, port);
        try {
            started.awaitReady();
            started.createDefinitions();
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /**
     * Has what is deleted with its owner deleted, and orphaned where that is asked for, from now on and until the end.
     *
     * @throws IllegalStateException when the programs cannot be built
     */
    public void collectGarbage() throws IOException, InterruptedException {
        Path programs = KubernetesPrograms.folder();
        processes.add(KubernetesPrograms.start(
                work,
                "kube-controller-manager",
                KubernetesPrograms.garbageCollector(programs, work, config.getMasterUrl(), ADMIN)));
    }

    /** How a client reaches it that may do everything. */
    public Config config() {
        return config;
    }

    /** The same as a file in a folder, for another process. */
    public Path kubeconfig(Path folder) throws IOException {
        return KubernetesPrograms.kubeconfig(folder, config.getMasterUrl(), ADMIN);
    }

    /** A client that may do everything. */
    public KubernetesClient client() {
        return client;
    }

    /** A client with all rights under another name, to be closed by its user. */
    public KubernetesClient as(String user) {
        Config other = new ConfigBuilder(config)
                .withImpersonateUsername(user)
                .withImpersonateGroups("system:masters")
                .build();
        return new KubernetesClientBuilder().withConfig(other).build();
    }

    /** A file of the checkout. */
    public static Path file(String path) {
        return KubernetesPrograms.root().resolve(path);
    }

    @Override
    public void close() throws IOException {
        client.close();
        processes.reversed().forEach(KubeApiServer::stop);
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void awaitReady() {
        Awaitility.await("kube-apiserver, whose log is in " + work)
                .atMost(START)
                .failFast(
                        "kube-apiserver or etcd ended",
                        () -> !processes.stream().allMatch(Process::isAlive))
                .ignoreException(KubernetesClientException.class)
                .until(() -> client.raw("/readyz"), "ok"::equals);
    }

    private void createDefinitions() throws IOException {
        try (Stream<Path> files = Files.list(file("manifests/crds"))) {
            for (Path definition : files.filter(KubeApiServer::isDefinition).toList()) {
                try (var yaml = Files.newInputStream(definition)) {
                    client.load(yaml).create();
                }
            }
        }
        Awaitility.await("kinds of kubevirt.io")
                .atMost(START)
                .ignoreExceptions()
                .untilAsserted(() -> {
                    String kinds = client.raw("/apis/kubevirt.io/v1");
                    if (!kinds.contains("virtualmachineinstances/status") || !kinds.contains("kubevirts/status")) {
                        throw new AssertionError(kinds);
                    }
                });
    }

    private static boolean isDefinition(Path file) {
        return file.getFileName().toString().contains("kubevirt.io");
    }

    private static void stop(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }
}
