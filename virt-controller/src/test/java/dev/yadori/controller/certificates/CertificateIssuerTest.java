package dev.yadori.controller.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.controller.certificates.ForeignAuthority.Kind;
import dev.yadori.controller.certificates.ForeignAuthority.Says;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

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
        var followed = authorities.announcing(issuer.issueAuthority(now), now).promoted();

        assertThat(handshake(server.dnsNames().getFirst(), followed, authorities.announcing(followed.current(), now)))
                .isEqualTo("CN=virt-api.yadori.svc");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = Mode.EXCLUDE,
            names = {"RSA_1024", "ED_25519"})
    void givenAuthorityOfEachKindIsBelieved(Kind kind) throws Exception {
        var given = Authorities.of(
                ForeignAuthority.root(kind, Says.named("CN=given", now)).keyed());

        assertThat(handshake(server.dnsNames().getFirst(), given, given)).isEqualTo("CN=virt-api.yadori.svc");
    }

    @Test
    void givenIntermediateIsBelievedByItself() throws Exception {
        var given = Authorities.of(intermediate().keyed());

        assertThat(handshake(server.dnsNames().getFirst(), given, given)).isEqualTo("CN=virt-api.yadori.svc");
    }

    @Test
    void whoTrustsTheRootAloneBelievesTheChainThatIsShown() throws Exception {
        var given = intermediate();
        var shown = issuer.issue(server, given.keyed(), now);

        var caller = handshake(
                server.dnsNames().getFirst(),
                context(shown, List.of(given.top())),
                context(issuer.issue(client, given.keyed(), now), List.of(given.top())));

        assertThat(caller).isEqualTo("CN=virt-api.yadori.svc");
    }

    @Test
    void renewedAuthorityOfTheSameNameIsBelievedBesideTheFormer() throws Exception {
        var former = Authorities.of(
                ForeignAuthority.root(Kind.P_256, Says.named("CN=given", now)).keyed());
        var renewed =
                ForeignAuthority.root(Kind.P_256, Says.named("CN=given", now)).keyed();
        var announced = former.announcing(renewed, now);

        assertThat(handshake(server.dnsNames().getFirst(), announced.promoted(), announced))
                .isEqualTo("CN=virt-api.yadori.svc");
        assertThat(handshake(server.dnsNames().getFirst(), announced, announced.promoted()))
                .isEqualTo("CN=virt-api.yadori.svc");
    }

    private ForeignAuthority intermediate() throws Exception {
        return ForeignAuthority.root(Kind.RSA_2048, Says.named("CN=root", now))
                .intermediate(Kind.P_384, Kind.RSA_2048, Says.named("CN=middle", now))
                .intermediate(Kind.P_256, Kind.P_384, Says.named("CN=given", now));
    }

    @Test
    void leafDoesNotOutliveItsAuthority() {
        var late = authorities.current().notAfter().minusSeconds(60);

        var leaf = issuer.issue(server, authorities.current(), late);

        assertThat(leaf.notAfter()).isEqualTo(authorities.current().notAfter());
    }

    /** Who the server saw calling. Both sides trust all authorities of theirs, and are certified by the one that signs. */
    private String handshake(String name, Authorities ofServer, Authorities ofClient) throws Exception {
        return handshake(
                name,
                context(issuer.issue(server, ofServer.current(), now), ofServer.trusted()),
                context(issuer.issue(client, ofClient.current(), now), ofClient.trusted()));
    }

    private static String handshake(String name, SSLContext serverContext, SSLContext clientContext) throws Exception {
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
        var stored = Pem.parseCertificates(Pem.of(own.chain()));
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "own",
                Pem.parseKey(Pem.of(own.key()), own.certificate()),
                NO_PASSWORD,
                stored.toArray(X509Certificate[]::new));
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
