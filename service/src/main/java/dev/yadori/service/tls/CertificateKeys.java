package dev.yadori.service.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows at each handshake, as a server or as a client, the certificate that the files hold then. A handshake asks for
 * chain and key one after the other, and gets those of one pair.
 */
final class CertificateKeys extends X509ExtendedKeyManager {
    private final RereadFiles<KeyedCertificate> files;
    private Generation current;
    private Generation previous;

    CertificateKeys(RereadFiles<KeyedCertificate> files) {
        this.files = files;
        current = new Generation(0, files.latest());
        previous = current;
    }

    private record Generation(int number, KeyedCertificate pair) {
        String alias() {
            return Integer.toString(number);
        }
    }

    private synchronized Generation latest() {
        var pair = files.latest();
        if (!pair.equals(current.pair())) {
            previous = current;
            current = new Generation(current.number() + 1, pair);
        }
        return current;
    }

    private synchronized KeyedCertificate of(String alias) {
        return alias.equals(previous.alias()) ? previous.pair() : current.pair();
    }

    private @Nullable String alias(String... keyTypes) {
        var latest = latest();
        return Arrays.asList(keyTypes).contains(latest.pair().algorithm()) ? latest.alias() : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return of(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return of(alias).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {latest().alias()};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {latest().alias()};
    }
}
