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
record Authorities(KeyedCertificate current, Optional<Successor> next, List<X509Certificate> trusted) {

    Authorities {
        trusted = Stream.concat(
                        Stream.concat(
                                Stream.of(current.certificate()),
                                next.stream()
                                        .map(successor -> successor.authority().certificate())),
                        trusted.stream())
                .distinct()
                .toList();
    }

    static Authorities of(KeyedCertificate first) {
        return new Authorities(first, Optional.empty(), List.of());
    }

    /** One that was announced before and has signed nothing yet is no longer trusted. */
    Authorities announcing(KeyedCertificate successor, Instant now) {
        return new Authorities(current, Optional.of(new Successor(successor, now)), trustedWithoutNext());
    }

    Authorities promoted() {
        return new Authorities(next.orElseThrow().authority(), Optional.empty(), trusted);
    }

    Authorities withoutNext() {
        return new Authorities(current, Optional.empty(), trustedWithoutNext());
    }

    Authorities withoutEnded(Instant now) {
        return new Authorities(
                current,
                next,
                trusted.stream().filter(authority -> !hasEnded(authority, now)).toList());
    }

    private List<X509Certificate> trustedWithoutNext() {
        return trusted.stream()
                .filter(authority -> next.stream()
                        .noneMatch(successor ->
                                authority.equals(successor.authority().certificate())))
                .toList();
    }

    boolean isNext(KeyedCertificate authority) {
        return next.stream().anyMatch(successor -> successor.authority().hasSameCertificateAs(authority));
    }

    boolean hasSigned(X509Certificate leaf) {
        return trusted.stream().anyMatch(authority -> hasSigned(authority, leaf));
    }

    static boolean hasEnded(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotAfter().toInstant());
    }

    static boolean hasSigned(X509Certificate authority, X509Certificate signed) {
        try {
            signed.verify(authority.getPublicKey());
            return authority.getSubjectX500Principal().equals(signed.getIssuerX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
