package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * By what an API server shows that it is the right one.
 *
 * @param authorities in PEM; empty for those of Java
 * @param name that its certificate must have; empty for that of its address
 * @param blind whether any is taken for the right one
 */
record Trust(Optional<Secrets.Secret> authorities, Optional<String> name, boolean blind) {

    /** Where systems keep the authorities that kubectl trusts. */
    private static final List<String> OF_SYSTEMS = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/ssl/cert.pem");

    static Trust of(Kubeconfig.Part cluster, Surroundings surroundings) {
        boolean blind = cluster.tree().isTrue("insecure-skip-tls-verify");
        Optional<Secrets.Secret> named = Secrets.find(cluster, "certificate-authority");
        if (blind && named.isPresent()) {
            throw new UnreachableException(
                    named.get().place() + " is of no use beside insecure-skip-tls-verify: take away one of them");
        }
        return new Trust(
                named.or(() -> blind ? Optional.empty() : ofSystem(surroundings)),
                cluster.tree().at("tls-server-name").text().filter(name -> !name.isEmpty()),
                blind);
    }

    /** In what the system trusts. */
    static Trust inSystem(Surroundings surroundings) {
        return new Trust(ofSystem(surroundings), Optional.empty(), false);
    }

    private static Optional<Secrets.Secret> ofSystem(Surroundings surroundings) {
        return Stream.concat(surroundings.variable("SSL_CERT_FILE").stream(), OF_SYSTEMS.stream())
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst()
                .map(file -> new Secrets.Secret(file.toString(), Secrets.read(file, "authorities of the system")));
    }

    /** TLS over a connection that stands. */
    SSLSocket encrypt(Socket plain, String host, Optional<Identity> identity) throws IOException {
        SSLSocket socket = (SSLSocket)
                context(identity).getSocketFactory().createSocket(plain, name.orElse(host), plain.getPort(), true);
        if (!blind) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    private SSLContext context(Optional<Identity> identity) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity.map(own -> new KeyManager[] {own}).orElse(null),
                    blind ? new TrustManager[] {new Anybody()} : managers(),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new UnreachableException("TLS cannot be set up: " + e.getMessage());
        }
    }

    private TrustManager[] managers() throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        if (authorities.isEmpty()) {
            factory.init((KeyStore) null);
            return factory.getTrustManagers();
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate authority : Identity.certificates(authorities.get())) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** The user has asked for that by insecure-skip-tls-verify. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
