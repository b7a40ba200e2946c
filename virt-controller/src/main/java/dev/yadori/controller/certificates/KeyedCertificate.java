package dev.yadori.controller.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A certificate with its private key, which no text form of this shows.
 *
 * @param above what leads from it to a root, each signed by the next; the root itself is not among them
 */
record KeyedCertificate(X509Certificate certificate, List<X509Certificate> above, PrivateKey key) {

    KeyedCertificate {
        above = List.copyOf(above);
    }

    KeyedCertificate(X509Certificate certificate, PrivateKey key) {
        this(certificate, List.of(), key);
    }

    /** What is shown to who connects: this and all above it. */
    List<X509Certificate> chain() {
        return Stream.concat(Stream.of(certificate), above.stream()).toList();
    }

    /** What leads from a certificate that this signs to a root. */
    List<X509Certificate> chainBelow() {
        return isRoot(certificate) ? List.of() : chain();
    }

    boolean hasSameCertificateAs(KeyedCertificate other) {
        return certificate.equals(other.certificate());
    }

    static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    Instant notBefore() {
        return certificate.getNotBefore().toInstant();
    }

    Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal() + " until " + notAfter();
    }
}
