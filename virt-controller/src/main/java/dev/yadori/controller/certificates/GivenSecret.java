package dev.yadori.controller.certificates;

import io.fabric8.kubernetes.api.model.Secret;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Secret in which an authority is given, as cert-manager writes it: the authority and what is above it in tls.crt, its key in
 * tls.key. The root in ca.crt is not asked for: it signs for others too, who must not be taken for components.
 */
final class GivenSecret {

    static final String NAME = "yadori-given-ca";

    private static final int MAY_SIGN_CERTIFICATES = 5;
    private static final String ANY_USE = "2.5.29.37.0";
    private static final List<String> OUR_USES = List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");

    private GivenSecret() {}

    static GivenAuthority read(@Nullable Secret secret, CertificateTerms terms, Instant now) {
        if (secret == null) {
            return new GivenAuthority.None();
        }
        String field = SecretCodec.CERTIFICATE;
        try {
            var chain = Pem.parseCertificates(SecretCodec.text(secret, SecretCodec.CERTIFICATE));
            checkAuthority(chain.getFirst());
            checkTime(chain.getFirst(), terms, now);
            var above = above(chain);
            field = SecretCodec.KEY;
            var key = Pem.parseKey(SecretCodec.text(secret, SecretCodec.KEY), chain.getFirst());
            return new GivenAuthority.Usable(new KeyedCertificate(chain.getFirst(), above, key));
        } catch (GeneralSecurityException e) {
            return new GivenAuthority.Unusable(
                    "Secret " + secret.getMetadata().getName() + ", " + field + ": " + e.getMessage());
        }
    }

    private static void checkAuthority(X509Certificate certificate) throws GeneralSecurityException {
        if (certificate.getBasicConstraints() < 0) {
            throw new GeneralSecurityException("the certificate is not one of an authority (isCA)");
        }
        var usage = certificate.getKeyUsage();
        if (usage != null && !usage[MAY_SIGN_CERTIFICATES]) {
            throw new GeneralSecurityException("its key may not sign certificates (cert sign)");
        }
        if (!allowsOurUses(certificate)) {
            throw new GeneralSecurityException(
                    "it may not sign for both servers and clients (server auth, client auth)");
        }
        if (certificate.getSubjectX500Principal().getName().isEmpty()) {
            throw new GeneralSecurityException("the authority has no name (commonName)");
        }
        if (KeyPairs.signature(certificate.getPublicKey()).isEmpty()) {
            throw new GeneralSecurityException("its key is neither ECDSA nor RSA of 2048 bits or more");
        }
    }

    private static boolean allowsOurUses(X509Certificate certificate) throws CertificateParsingException {
        var uses = certificate.getExtendedKeyUsage();
        return uses == null || uses.contains(ANY_USE) || uses.containsAll(OUR_USES);
    }

    private static void checkTime(X509Certificate certificate, CertificateTerms terms, Instant now)
            throws GeneralSecurityException {
        var begin = certificate.getNotBefore().toInstant();
        var end = certificate.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            throw new GeneralSecurityException("it is not valid before " + begin);
        }
        if (!now.isBefore(terms.endOfUse(begin, end))) {
            throw new GeneralSecurityException("it is valid until " + end + " and has not been renewed in time");
        }
    }

    /** Without the root, which who verifies has or does not believe. */
    private static List<X509Certificate> above(List<X509Certificate> chain) throws GeneralSecurityException {
        for (int i = 1; i < chain.size(); i++) {
            if (!Authorities.hasSigned(chain.get(i), chain.get(i - 1))) {
                throw new GeneralSecurityException("certificate " + (i + 1) + " has not signed the one before it");
            }
        }
        return chain.stream()
                .skip(1)
                .filter(certificate -> !KeyedCertificate.isRoot(certificate))
                .toList();
    }
}
