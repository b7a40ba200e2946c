package dev.yadori.controller.certificates;

import java.io.ByteArrayInputStream;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Certificates and keys as text, RFC 7468; keys as PKCS #8, which the JDK and Netty both read. */
final class Pem {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----", Pattern.DOTALL);
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
        var block = KEY.matcher(text);
        if (!block.find()) {
            throw new GeneralSecurityException("no private key in PKCS #8");
        }
        PrivateKey key;
        try {
            var encoded = Base64.getMimeDecoder().decode(block.group(1));
            key = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause may quote what it could not read.
            throw new GeneralSecurityException("the private key cannot be read");
        }
        if (!KeyPairs.match(key, certificate.getPublicKey())) {
            throw new GeneralSecurityException("the private key is not that of the certificate");
        }
        return key;
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
