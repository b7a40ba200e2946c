package dev.yadori.service.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A certificate with the chain above it, and its private key.
 *
 * @param chain the own certificate first
 */
record KeyedCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = "yadori".getBytes(StandardCharsets.US_ASCII);

    KeyedCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * Reads both files, PEM, the key in PKCS#8.
     *
     * @throws IOException when one cannot be read, or is not what it should be, naming it
     */
    static KeyedCertificate read(Path certificate, Path key) throws IOException {
        var chain = Certificates.read(certificate).all();
        var publicKey = chain.getFirst().getPublicKey();
        var privateKey = key(key, publicKey.getAlgorithm());
        if (!belong(publicKey, privateKey)) {
            throw new IOException(key + " is not the key of " + certificate);
        }
        return new KeyedCertificate(chain, privateKey);
    }

    String algorithm() {
        return chain.getFirst().getPublicKey().getAlgorithm();
    }

    @Override
    public String toString() {
        return "KeyedCertificate[" + chain.getFirst().getSubjectX500Principal() + "]";
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException {
        var matcher = PKCS8.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!matcher.find()) {
            throw new IOException(file + " holds no private key in PKCS#8 (BEGIN PRIVATE KEY)");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            var key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            Arrays.fill(encoded, (byte) 0);
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException quoting) {
            // The cause may quote what it could not read.
            throw new IOException(file + " holds no " + algorithm + " key that can be read");
        }
    }

    /** Whether what one key signs the other verifies. Files that are replaced one by one do not fit for a moment. */
    private static boolean belong(PublicKey publicKey, PrivateKey privateKey) throws IOException {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> publicKey.getAlgorithm();
        };
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(privateKey);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new IOException("the key and the certificate cannot be compared", e);
        }
    }
}
