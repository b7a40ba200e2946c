package dev.yadori.handler.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A certificate with its key, and whom it trusts, as files of a mounted Secret.
 *
 * @param folder with ca.crt, tls.crt and tls.key, in PEM; the key in PKCS #8
 */
record CertificateFiles(Path folder) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----", Pattern.DOTALL);

    /** Changes whenever a file does. */
    record Stamp(List<FileTime> times) {}

    /** What the files say. */
    record Material(List<X509Certificate> chain, PrivateKey key, X509ExtendedTrustManager trust) {
        Material {
            chain = List.copyOf(chain);
        }
    }

    Stamp stamp() throws IOException {
        return new Stamp(List.of(
                Files.getLastModifiedTime(folder.resolve("ca.crt")),
                Files.getLastModifiedTime(folder.resolve("tls.crt")),
                Files.getLastModifiedTime(folder.resolve("tls.key"))));
    }

    /** @throws GeneralSecurityException naming the file that cannot be used, and nothing of its content */
    Material read() throws IOException, GeneralSecurityException {
        var chain = certificates("tls.crt");
        return new Material(chain, key(chain.getFirst()), trust(certificates("ca.crt")));
    }

    private List<X509Certificate> certificates(String file) throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayInputStream(Files.readAllBytes(folder.resolve(file)));
        var parsed = CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                .map(X509Certificate.class::cast)
                .toList();
        if (parsed.isEmpty()) {
            throw new GeneralSecurityException(file + " holds no certificate");
        }
        return parsed;
    }

    private PrivateKey key(X509Certificate certificate) throws IOException, GeneralSecurityException {
        var block = KEY.matcher(Files.readString(folder.resolve("tls.key"), StandardCharsets.US_ASCII));
        if (!block.find()) {
            throw new GeneralSecurityException("tls.key holds no private key in PKCS #8");
        }
        try {
            var encoded = Base64.getMimeDecoder().decode(block.group(1));
            var key = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            Arrays.fill(encoded, (byte) 0);
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            // The cause may quote what it could not read.
            throw new GeneralSecurityException("tls.key is not the key of tls.crt");
        }
    }

    private static X509ExtendedTrustManager trust(List<X509Certificate> authorities)
            throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (var authority : authorities) {
            store.setCertificateEntry("ca-" + store.size(), authority);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no trust manager for X.509"));
    }
}
