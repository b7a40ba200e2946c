package dev.yadori.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** Where the programs are, and how they are told what to do. */
final class KubernetesPrograms {

    private static final int KEY_BITS = 2048;
    private static final int LINE = 64;

    private KubernetesPrograms() {}

    /** The checkout: Maven runs the tests of a module in the module's folder. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("manifests"))
                ? here
                : here.resolve("..").normalize();
    }

    /** The folder is the business of the local cluster's script, which builds what is missing. */
    static Path folder() throws IOException, InterruptedException {
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

    static Process start(Path work, String name, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(name + ".log").toFile())
                .start();
    }

    static List<String> etcd(Path programs, Path work, int port, int peers) {
        String url = "http://127.0.0.1:" + port;
        String peerUrl = "http://127.0.0.1:" + peers;
        return List.of(
                programs.resolve("etcd").toString(),
                "--data-dir=" + work.resolve("etcd"),
                "--unsafe-no-fsync",
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peerUrl,
                "--initial-advertise-peer-urls=" + peerUrl,
                "--initial-cluster=default=" + peerUrl,
                "--log-level=warn");
    }

    /** Admission is the default one, but pods need no service account, which nobody makes here. */
    static List<String> apiServer(Path programs, Path work, int etcdPort, int port, String token) throws IOException {
        Path tokens = Files.writeString(work.resolve("tokens.csv"), token + ",admin,admin,system:masters\n");
        Path key = Files.writeString(work.resolve("accounts.pem"), privateKey());
        return List.of(
                programs.resolve("kube-apiserver").toString(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + work.resolve("certs"),
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--service-cluster-ip-range=10.0.0.0/24",
                "--disable-admission-plugins=ServiceAccount");
    }

    /** Of the controllers of Kubernetes the garbage collector alone. */
    static List<String> garbageCollector(Path programs, Path work, String url, String token) throws IOException {
        Path access = kubeconfig(work, url, token);
        return List.of(
                programs.resolve("kube-controller-manager").toString(),
                "--kubeconfig=" + access,
                "--controllers=garbage-collector-controller",
                "--leader-elect=false",
                "--secure-port=0");
    }

    /** Writes what a program wants that reaches a server with a token. */
    static Path kubeconfig(Path folder, String url, String token) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
                users: [{name: u, user: {token: %s}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                current-context: c
                """.formatted(url, token));
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String privateKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
