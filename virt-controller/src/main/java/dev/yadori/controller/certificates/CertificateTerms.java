package dev.yadori.controller.certificates;

import java.time.Duration;
import java.time.Instant;

/**
 * How long certificates are valid.
 *
 * @param authorityLife of an authority
 * @param leafLife of a component's certificate
 * @param announcement how long a new authority is trusted before it signs; longer than any kubelet takes to bring a changed
 *     Secret to its pods
 * @param backdating how far clocks may be apart
 */
record CertificateTerms(Duration authorityLife, Duration leafLife, Duration announcement, Duration backdating) {

    static final CertificateTerms DEFAULT =
            new CertificateTerms(Duration.ofDays(365), Duration.ofDays(30), Duration.ofHours(1), Duration.ofMinutes(5));

    /** When two thirds of its life are over. */
    static Instant renewalOf(KeyedCertificate certificate) {
        var life = Duration.between(certificate.notBefore(), certificate.notAfter());
        return certificate.notBefore().plus(life.multipliedBy(2).dividedBy(3));
    }

    Instant promotionOf(KeyedCertificate next) {
        return next.notBefore().plus(backdating).plus(announcement);
    }
}
