package dev.yadori.controller.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * Certificates and keys as text, RFC 7468. Keys are written as PKCS #8, which the JDK and Netty both read; those of others are
 * read as PKCS #1 and SEC 1 too.
 */
final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    static String of(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> block("CERTIFICATE", encoded(certificate)))
                .collect(Collectors.joining());
    }

    static String of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    /** @throws GeneralSecurityException if the text is not one certificate or more */
    static List<X509Certificate> parseCertificates(String text) throws GeneralSecurityException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
        var parsed = CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                .map(X509Certificate.class::cast)
                .toList();
        if (parsed.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        return parsed;
    }

    /** @throws GeneralSecurityException if the text is not the key of the certificate, without any part of it in the message */
    static PrivateKey parseKey(String text, X509Certificate certificate) throws GeneralSecurityException {
        PrivateKey key;
        try {
            key = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(keyInfo(text).getEncoded()));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            // The cause may quote what it could not read.
            throw new GeneralSecurityException("the private key cannot be read");
        }
        if (!KeyPairs.match(key, certificate.getPublicKey())) {
            throw new GeneralSecurityException("the private key is not that of the certificate");
        }
        return key;
    }

    /** The first key; what else there may be, as the curve that OpenSSL writes before it, is in the key too. */
    private static PrivateKeyInfo keyInfo(String text) throws IOException {
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof PrivateKeyInfo info) {
                    return info;
                }
                if (part instanceof PEMKeyPair pair) {
                    return pair.getPrivateKeyInfo();
                }
            }
        }
        throw new IOException("no private key");
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was made or parsed here has no encoding", e);
        }
    }

    private static String block(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n" + LINES.encodeToString(content) + "\n-----END " + type + "-----\n";
    }
}
