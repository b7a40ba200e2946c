package dev.yadori.controller.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The certificates as TLS of the JDK takes them, with client and server both verified. */
class CertificateIssuerTest {

    private static final char[] NO_PASSWORD = {};

    private final Instant now = Instant.now();
    private final CertificateIssuer issuer = new CertificateIssuer(CertificateTerms.DEFAULT);
    private final Authorities authorities = Authorities.of(issuer.issueAuthority(now));
    private final ComponentCertificate server =
            ComponentCertificate.all("yadori").get(1);
    private final ComponentCertificate client =
            ComponentCertificate.all("yadori").get(0);

    @Test
    void clientAndServerVerifyEachOther() throws Exception {
        var caller = handshake(server.dnsNames().getFirst(), authorities, authorities);

        assertThat(caller).isEqualTo("CN=virt-api.yadori.svc");
    }

    @Test
    void serverOfAnotherNameIsRefused() {
        assertThatThrownBy(() -> handshake("elsewhere.yadori.svc", authorities, authorities))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void clientOfAnotherAuthorityIsRefused() {
        var other = Authorities.of(issuer.issueAuthority(now));

        assertThatThrownBy(() -> handshake(server.dnsNames().getFirst(), authorities, other))
                .isInstanceOf(IOException.class);
    }

    @Test
    void certificateOfTheFormerAuthorityIsVerifiedAfterSuccession() throws Exception {
        var followed = authorities.announcing(issuer.issueAuthority(now)).promoted();

        assertThat(handshake(server.dnsNames().getFirst(), followed, authorities.announcing(followed.current())))
                .isEqualTo("CN=virt-api.yadori.svc");
    }

    @Test
    void leafDoesNotOutliveItsAuthority() {
        var late = authorities.current().notAfter().minusSeconds(60);

        var leaf = issuer.issue(server, authorities.current(), late);

        assertThat(leaf.notAfter()).isEqualTo(authorities.current().notAfter());
    }

    /** Who the server saw calling. Both sides trust all authorities of theirs, and are certified by the one that signs. */
    private String handshake(String name, Authorities ofServer, Authorities ofClient) throws Exception {
        var serverContext = context(issuer.issue(server, ofServer.current(), now), ofServer.trusted());
        var clientContext = context(issuer.issue(client, ofClient.current(), now), ofClient.trusted());
        try (var listener = (SSLServerSocket) serverContext
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            listener.setNeedClientAuth(true);
            Callable<String> serving = () -> {
                try (var socket = (SSLSocket) listener.accept()) {
                    socket.getOutputStream().write(1);
                    return socket.getSession().getPeerPrincipal().getName();
                }
            };
            var served = executor.submit(serving);
            try (var socket = (SSLSocket) clientContext
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), listener.getLocalPort())) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                parameters.setServerNames(List.of(new javax.net.ssl.SNIHostName(name)));
                socket.setSSLParameters(parameters);
                if (socket.getInputStream().read() != 1) {
                    throw new IOException("the server hung up");
                }
            }
            return served.get();
        }
    }

    private static SSLContext context(KeyedCertificate own, List<X509Certificate> trusted) throws Exception {
        var stored = Pem.parseCertificates(Pem.of(List.of(own.certificate()))).getFirst();
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("own", Pem.parseKey(Pem.of(own.key()), stored), NO_PASSWORD, new X509Certificate[] {stored});
        for (var authority : trusted) {
            keys.setCertificateEntry(
                    authority.getSubjectX500Principal() + "/" + authority.getSerialNumber(), authority);
        }
        var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, NO_PASSWORD);
        var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }
}
