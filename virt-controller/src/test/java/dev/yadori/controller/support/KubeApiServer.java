package dev.yadori.controller.support;

import dev.yadori.controller.KubernetesAccess;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real kube-apiserver on a real etcd, without nodes: whatever a kubelet or another controller would do, a test does. The
 * programs are those of the local cluster, built if they are not there yet. Admission is the default one, but pods need
 * no service account.
 */
public final class KubeApiServer implements AutoCloseable {

    private static final String ADMIN = "admin-token";
    private static final Duration START = Duration.ofMinutes(2);
    private static final Path MANIFESTS = root().resolve("manifests/crds");

    private final Path folder;
    private final Process etcd;
    private final Process server;
    private final Config config;
    private final KubernetesClient client;

    private KubeApiServer(Path folder, Process etcd, Process server, int port) {
        this.folder = folder;
        this.etcd = etcd;
        this.server = server;
        this.config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withOauthToken(ADMIN)
                .withTrustCerts(true)
                .withRequestRetryBackoffLimit(0)
                .build();
        this.client = KubernetesAccess.connect(config);
    }

    /** Starts both and waits until the definitions of Yadori's kinds are served. */
    public static KubeApiServer start() throws IOException, InterruptedException {
        Path programs = programs();
        Path folder = Files.createTempDirectory("yadori-it");
        int etcdPort = freePort();
        int etcdPeers = freePort();
        int port = freePort();
        Process etcd = run(folder, "etcd", etcd(programs, folder, etcdPort, etcdPeers));
        Process server = run(folder, "kube-apiserver", server(programs, folder, etcdPort, port));
        var started = new KubeApiServer(folder, etcd, server, port);
        try {
            started.awaitReady();
            started.createDefinitions();
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** A client that may do everything. */
    public KubernetesClient client() {
        return client;
    }

    /** Another client with the same rights, to be closed by its user. */
    public KubernetesClient connect() {
        return KubernetesAccess.connect(config);
    }

    @Override
    public void close() throws IOException {
        client.close();
        Stream.of(server, etcd).forEach(KubeApiServer::stop);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void awaitReady() {
        Awaitility.await("kube-apiserver, whose log is in " + folder)
                .atMost(START)
                .failFast("kube-apiserver or etcd ended", () -> !server.isAlive() || !etcd.isAlive())
                .ignoreException(KubernetesClientException.class)
                .until(() -> client.raw("/readyz"), "ok"::equals);
    }

    private void createDefinitions() throws IOException {
        try (Stream<Path> files = Files.list(MANIFESTS)) {
            for (Path file : files.filter(KubeApiServer::isDefinition).toList()) {
                try (var yaml = Files.newInputStream(file)) {
                    client.load(yaml).create();
                }
            }
        }
        Awaitility.await("kinds of kubevirt.io")
                .atMost(START)
                .ignoreExceptions()
                .until(
                        () -> client.raw("/apis/kubevirt.io/v1"),
                        list -> list.contains("virtualmachineinstances/status"));
    }

    private static boolean isDefinition(Path file) {
        return file.getFileName().toString().contains("kubevirt.io");
    }

    private static List<String> etcd(Path programs, Path folder, int port, int peers) {
        String url = "http://127.0.0.1:" + port;
        String peerUrl = "http://127.0.0.1:" + peers;
        return List.of(
                programs.resolve("etcd").toString(),
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peerUrl,
                "--initial-advertise-peer-urls=" + peerUrl,
                "--initial-cluster=default=" + peerUrl,
                "--log-level=warn");
    }

    private static List<String> server(Path programs, Path folder, int etcdPort, int port) throws IOException {
        Path tokens = folder.resolve("tokens.csv");
        Files.writeString(tokens, ADMIN + ",admin,admin,system:masters\n");
        Path key = folder.resolve("accounts.pem");
        Files.writeString(key, privateKey());
        return List.of(
                programs.resolve("kube-apiserver").toString(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certs"),
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--service-cluster-ip-range=10.0.0.0/24",
                "--disable-admission-plugins=ServiceAccount");
    }

    /** The folder is the business of the local cluster's script, which builds what is missing. */
    private static Path programs() throws IOException, InterruptedException {
        Process build = new ProcessBuilder(root().resolve("cluster/build").toString(), "kubernetes")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = build.inputReader()) {
            String path = output.readLine();
            if (build.waitFor() != 0 || path == null) {
                throw new IllegalStateException("cluster/build kubernetes failed");
            }
            return Path.of(path);
        }
    }

    private static Process run(Path folder, String name, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private static void stop(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String privateKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The checkout: Maven runs the tests of a module in the module's folder. */
    private static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }
}
