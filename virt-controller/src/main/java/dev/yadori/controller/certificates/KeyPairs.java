package dev.yadori.controller.certificates;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** Keys on the curve P-256. */
final class KeyPairs {

    static final String SIGNATURE = "SHA256withECDSA";

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

    /** Whether what the private key signs is verified by the public one; false for keys of another kind than ours. */
    static boolean match(PrivateKey privateKey, PublicKey publicKey) {
        try {
            var signer = Signature.getInstance(SIGNATURE);
            signer.initSign(privateKey);
            signer.update(SAMPLE);
            var verifier = Signature.getInstance(SIGNATURE);
            verifier.initVerify(publicKey);
            verifier.update(SAMPLE);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
