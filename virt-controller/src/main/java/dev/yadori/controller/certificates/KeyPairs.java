package dev.yadori.controller.certificates;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;

/** Keys on the curve P-256, which ours are, and keys of RSA and on other curves, which a given authority may have. */
final class KeyPairs {

    private static final int LEAST_RSA_BITS = 2048;
    private static final int P_256 = 256;
    private static final int P_384 = 384;
    private static final byte[] SAMPLE = "yadori".getBytes(StandardCharsets.US_ASCII);

    private KeyPairs() {}

    static KeyPair create() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no elliptic curve P-256", e);
        }
    }

    /** How such a key signs; nothing if all who verify are not sure to take it. TLS 1.3 ties a hash to each curve. */
    static Optional<String> signature(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa when rsa.getModulus().bitLength() >= LEAST_RSA_BITS -> Optional.of("SHA256withRSA");
            case ECPublicKey curve -> Optional.of(hash(curve) + "withECDSA");
            default -> Optional.empty();
        };
    }

    private static String hash(ECPublicKey key) {
        int bits = key.getParams().getCurve().getField().getFieldSize();
        if (bits <= P_256) {
            return "SHA256";
        }
        return bits <= P_384 ? "SHA384" : "SHA512";
    }

    /** Whether what the private key signs is verified by the public one; false for keys that cannot sign here. */
    static boolean match(PrivateKey privateKey, PublicKey publicKey) {
        var algorithm = signature(publicKey);
        if (algorithm.isEmpty()) {
            return false;
        }
        try {
            var signer = Signature.getInstance(algorithm.get());
            signer.initSign(privateKey);
            signer.update(SAMPLE);
            var verifier = Signature.getInstance(algorithm.get());
            verifier.initVerify(publicKey);
            verifier.update(SAMPLE);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
