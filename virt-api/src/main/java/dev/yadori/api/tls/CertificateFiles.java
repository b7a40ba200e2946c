package dev.yadori.api.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives TLS the certificate that is in a folder now: at each handshake it looks whether tls.crt or tls.key has changed.
 * While the new ones cannot be used, the old ones stay. Safe for many threads.
 */
public final class CertificateFiles extends X509ExtendedKeyManager {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

    private final Path certificate;
    private final Path key;
    private Stamp looked;
    private Generation current;
    private Generation previous;

    private CertificateFiles(Path certificate, Path key, Stamp looked, KeyedCertificate first) {
        this.certificate = certificate;
        this.key = key;
        this.looked = looked;
        this.current = new Generation(0, first);
        this.previous = current;
    }

    /** A handshake asks for chain and key one after the other, and must get those of one pair. */
    private record Generation(int number, KeyedCertificate pair) {

        String alias() {
            return Integer.toString(number);
        }
    }

    /**
     * Reads tls.crt and tls.key of a folder for the first time.
     *
     * @throws IOException when they cannot be read or do not belong together
     */
    public static CertificateFiles open(Path folder) throws IOException {
        Path certificate = folder.resolve("tls.crt");
        Path key = folder.resolve("tls.key");
        Stamp stamp = Stamp.of(certificate, key);
        return new CertificateFiles(certificate, key, stamp, KeyedCertificate.read(certificate, key));
    }

    /** What tells one state of the two files from another. A Secret's files are links, which are followed. */
    private record Stamp(FileTime certificate, Object certificateKey, FileTime key, Object keyKey) {

        static Stamp of(Path certificate, Path key) throws IOException {
            BasicFileAttributes first = Files.readAttributes(certificate, BasicFileAttributes.class);
            BasicFileAttributes second = Files.readAttributes(key, BasicFileAttributes.class);
            return new Stamp(
                    first.lastModifiedTime(),
                    String.valueOf(first.fileKey()),
                    second.lastModifiedTime(),
                    String.valueOf(second.fileKey()));
        }
    }

    private synchronized Generation latest() {
        try {
            Stamp seen = Stamp.of(certificate, key);
            if (!seen.equals(looked)) {
                looked = seen;
                previous = current;
                current = new Generation(current.number() + 1, KeyedCertificate.read(certificate, key));
                LOG.atInfo()
                        .addKeyValue(
                                "until",
                                current.pair().chain().getFirst().getNotAfter().toInstant())
                        .log("certificate replaced");
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("new certificate cannot be used");
        }
        return current;
    }

    private synchronized KeyedCertificate of(String alias) {
        return alias.equals(previous.alias()) ? previous.pair() : current.pair();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Generation latest = latest();
        String algorithm = latest.pair().chain().getFirst().getPublicKey().getAlgorithm();
        return keyType.equals(algorithm) ? latest.alias() : null;
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
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
