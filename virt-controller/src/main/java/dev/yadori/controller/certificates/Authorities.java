package dev.yadori.controller.certificates;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The authority that signs now, the one that is announced and will sign next, and all that are trusted: these two and
 * older ones that have not ended.
 */
record Authorities(KeyedCertificate current, Optional<KeyedCertificate> next, List<X509Certificate> trusted) {

    Authorities {
        trusted = Stream.concat(
                        Stream.concat(
                                Stream.of(current.certificate()), next.stream().map(KeyedCertificate::certificate)),
                        trusted.stream())
                .distinct()
                .toList();
    }

    static Authorities of(KeyedCertificate first) {
        return new Authorities(first, Optional.empty(), List.of());
    }

    Authorities announcing(KeyedCertificate successor) {
        return new Authorities(current, Optional.of(successor), trusted);
    }

    Authorities promoted() {
        return new Authorities(next.orElseThrow(), Optional.empty(), trusted);
    }

    Authorities withoutEnded(Instant now) {
        return new Authorities(
                current,
                next,
                trusted.stream().filter(authority -> !hasEnded(authority, now)).toList());
    }

    boolean hasSigned(X509Certificate leaf) {
        return trusted.stream()
                .filter(authority -> authority.getSubjectX500Principal().equals(leaf.getIssuerX500Principal()))
                .anyMatch(authority -> verifies(authority, leaf));
    }

    static boolean hasEnded(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotAfter().toInstant());
    }

    private static boolean verifies(X509Certificate authority, X509Certificate leaf) {
        try {
            leaf.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
