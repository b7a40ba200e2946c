package dev.yadori.controller.testkit;

import static org.awaitility.Awaitility.await;

import dev.yadori.controller.KubernetesAccess;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * kube-apiserver and etcd as child processes, with Yadori's definitions and roles applied and authorization by role in
 * force; and of the controllers of Kubernetes the garbage collector, which deletions by owner rest on.
 */
public final class KubeApiServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final String ADMIN_TOKEN = "admin-of-this-test";
    private static final String CONTROLLER_TOKEN = "virt-controller-of-this-test";
    private static final Path MANIFESTS = Path.of("..", "manifests");
    private static final Path LOGS = Path.of("target", "apiserver-logs");

    private final KubernetesPrograms programs = KubernetesPrograms.find();
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final int port = freePort();
    private final KubernetesClient admin;

    private KubeApiServer() throws IOException, GeneralSecurityException {
        folder = Files.createTempDirectory("yadori-apiserver");
        admin = client(ADMIN_TOKEN);
    }

    /** Starts all of it. What is up when something fails is taken down again. */
    public static KubeApiServer start() {
        try {
            var server = new KubeApiServer();
            Runtime.getRuntime().addShutdownHook(new Thread(server::stopProcesses));
            return server.started();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the API server for tests cannot be started", e);
        }
    }

    /** A client that may do everything. */
    public KubernetesClient admin() {
        return admin;
    }

    /** A client of its own with the rights of virt-controller's account, to be closed by the caller. */
    public KubernetesClient asVirtController() {
        return client(CONTROLLER_TOKEN);
    }

    @Override
    public void close() {
        admin.close();
        stopProcesses();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new IllegalStateException("cannot delete " + folder, e);
        }
    }

    private KubernetesClient client(String token) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withTrustCerts(true)
                .withDisableHostnameVerification(true)
                .withOauthToken(token)
                .build();
        return KubernetesAccess.connect(config);
    }

    private KubeApiServer started() throws IOException, GeneralSecurityException {
        try {
            startProcesses();
            return this;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void startProcesses() throws IOException, GeneralSecurityException {
        int etcd = freePort();
        run(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=http://127.0.0.1:" + etcd,
                "--advertise-client-urls=http://127.0.0.1:" + etcd,
                "--listen-peer-urls=http://127.0.0.1:" + freePort(),
                "--unsafe-no-fsync");
        startApiServer(etcd);
        await().atMost(START).ignoreExceptions().until(() -> "ok".equals(admin.raw("/readyz")));
        applyManifests();
        startGarbageCollector();
    }

    private void startApiServer(int etcd) throws IOException, GeneralSecurityException {
        var key = write("account.key", accountKey());
        var tokens = write("tokens.csv", """
                %s,admin,admin,system:masters
                %s,system:serviceaccount:yadori:virt-controller,virt-controller,system:serviceaccounts
                """.formatted(ADMIN_TOKEN, CONTROLLER_TOKEN));
        run(
                "kube-apiserver",
                "--etcd-servers=http://127.0.0.1:" + etcd,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certs"),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                // Nobody makes the accounts and the priority classes that these ask for.
                "--disable-admission-plugins=ServiceAccount,Priority");
    }

    /** After the definitions: it looks for kinds only every 30 s. */
    private void startGarbageCollector() throws IOException {
        var kubeconfig = write("kubeconfig", """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
                users: [{name: u, user: {token: %s}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                current-context: c
                """.formatted(port, ADMIN_TOKEN));
        run(
                "kube-controller-manager",
                "--kubeconfig=" + kubeconfig,
                "--controllers=garbage-collector-controller",
                "--leader-elect=false",
                "--secure-port=0");
    }

    private void applyManifests() throws IOException {
        apply(MANIFESTS.resolve("namespace.yaml"));
        try (Stream<Path> definitions = Files.list(MANIFESTS.resolve("crds"))) {
            definitions
                    .filter(file -> file.toString().endsWith(".kubevirt.io.yaml"))
                    .sorted()
                    .forEach(this::apply);
        }
        apply(MANIFESTS.resolve("rbac").resolve("virt-controller.yaml"));
        await().atMost(START)
                .ignoreExceptions()
                .until(() -> admin.raw("/apis/kubevirt.io/v1").contains("virtualmachineinstances"));
    }

    private void apply(Path manifest) {
        try (var content = Files.newInputStream(manifest)) {
            admin.load(content).items().forEach(item -> admin.resource(item).create());
        } catch (IOException e) {
            throw new IllegalStateException(manifest.toString(), e);
        }
    }

    private void run(String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(programs.path(program));
        command.addAll(List.of(arguments));
        processes.addLast(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        Files.createDirectories(LOGS).resolve(program + ".log").toFile())
                .start());
    }

    private void stopProcesses() {
        processes
                .reversed()
                .forEach(process -> process.destroyForcibly().onExit().join());
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static String accountKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var encoded = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
