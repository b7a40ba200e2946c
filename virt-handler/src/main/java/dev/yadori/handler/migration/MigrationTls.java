package dev.yadori.handler.migration;

import dev.yadori.service.tls.CertificateFiles;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * TLS between handlers: both show a certificate of our authority with the handler's name. BoringSSL does it where it can be loaded,
 * for the JVM has its quick compiler only, which knows nothing of the processor's AES instructions; without it ChaCha20 comes first.
 */
public final class MigrationTls {
    private static final String NAME = "virt-handler";
    /** The other one is for processors that have instructions for it, where the other handler uses them. */
    private static final List<String> CIPHERS = List.of("TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");

    private final SslContext server;
    private final SslContext client;

    public MigrationTls(CertificateFiles certificates) throws IOException {
        this(certificates, OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK);
    }

    MigrationTls(CertificateFiles certificates, SslProvider provider) throws IOException {
        server = common(SslContextBuilder.forServer(certificates.keys()), certificates, provider)
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        client = common(SslContextBuilder.forClient().keyManager(certificates.keys()), certificates, provider)
                // Handlers are reached by address; the name that counts is checked below.
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    private static SslContextBuilder common(SslContextBuilder builder, CertificateFiles files, SslProvider provider)
            throws IOException {
        var common = builder.sslProvider(provider).protocols("TLSv1.3").trustManager(files.trust());
        // BoringSSL chooses by the processor, and says so in the log where it is told.
        return provider == SslProvider.JDK ? common.ciphers(CIPHERS) : common;
    }

    SslContext server() {
        return server;
    }

    SslContext client() {
        return client;
    }

    /** A reason to hang up, after the handshake. */
    static Optional<String> refusal(SslHandler tls) {
        try {
            var peer = tls.engine().getSession().getPeerCertificates()[0];
            return peer instanceof X509Certificate certificate && isHandler(certificate)
                    ? Optional.empty()
                    : Optional.of("the peer is no handler");
        } catch (SSLPeerUnverifiedException | InvalidNameException nameless) {
            return Optional.of("the peer has no name");
        }
    }

    private static boolean isHandler(X509Certificate certificate) throws InvalidNameException {
        return new LdapName(certificate.getSubjectX500Principal().getName())
                .getRdns().stream()
                        .anyMatch(part -> "CN".equalsIgnoreCase(part.getType()) && NAME.equals(part.getValue()));
    }
}
