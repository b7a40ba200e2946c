package dev.yadori.controller.certificates;

import dev.yadori.crds.config.CertificateSettings;
import dev.yadori.crds.config.CertificateSettings.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long certificates are valid.
 *
 * @param authority of an authority
 * @param leaf of a component's certificate
 * @param announcement how long a new authority is trusted before it signs; longer than any kubelet takes to bring a changed
 *     Secret to its pods
 * @param backdating how far clocks may be apart
 */
record CertificateTerms(Life authority, Life leaf, Duration announcement, Duration backdating) {

    private static final Duration ANNOUNCEMENT = Duration.ofHours(1);
    static final Duration BACKDATING = Duration.ofMinutes(5);
    /** Of the life of a given authority: by then who renews it should have. */
    private static final int LAST_PART = 6;

    static final CertificateTerms DEFAULT = of(new CertificateSettings(Optional.empty(), Optional.empty()));

    /** Ours where the settings say nothing. An announcement takes at most half of the time in which it can be made. */
    static CertificateTerms of(CertificateSettings settings) {
        Life authority = settings.authority().orElse(new Life(Duration.ofDays(365), Optional.empty()));
        Life leaf = settings.component().orElse(shorter(new Life(Duration.ofDays(30), Optional.empty()), authority));
        Duration overlap = authority.renewBefore().orElse(authority.duration().dividedBy(3));
        Duration half = overlap.dividedBy(2);
        return new CertificateTerms(
                authority, leaf, half.compareTo(ANNOUNCEMENT) < 0 ? half : ANNOUNCEMENT, BACKDATING);
    }

    private static Life shorter(Life leaf, Life authority) {
        return leaf.duration().compareTo(authority.duration()) < 0 ? leaf : authority;
    }

    Duration authorityLife() {
        return authority.duration();
    }

    Duration leafLife() {
        return leaf.duration();
    }

    Instant renewalOfAuthority(KeyedCertificate certificate) {
        return renewal(certificate, authority);
    }

    Instant renewalOfLeaf(KeyedCertificate certificate) {
        return renewal(certificate, leaf);
    }

    /** A certificate that was made for longer than is wanted now ends when it would have if it were made now. */
    private Instant renewal(KeyedCertificate certificate, Life life) {
        Instant wanted = certificate.notBefore().plus(backdating).plus(life.duration());
        Instant end = wanted.isBefore(certificate.notAfter()) ? wanted : certificate.notAfter();
        Duration whole = Duration.between(certificate.notBefore(), end);
        return life.renewBefore()
                .map(end::minus)
                .filter(renewal -> renewal.isAfter(certificate.notBefore().plus(backdating)))
                .orElseGet(
                        () -> certificate.notBefore().plus(whole.multipliedBy(2).dividedBy(3)));
    }

    /** Not after half of what the present one still has, so that what it has signed can be replaced in the other half. */
    Instant promotionOf(Successor next, KeyedCertificate current) {
        Instant wanted = next.announced().plus(announcement);
        Instant half = next.announced()
                .plus(Duration.between(next.announced(), current.notAfter()).dividedBy(2));
        return half.isBefore(wanted) ? half : wanted;
    }

    /** When it is too late to wait any longer for a given authority to be renewed: just time enough to announce another. */
    Instant endOfUse(Instant notBefore, Instant notAfter) {
        Duration last = Duration.between(notBefore, notAfter).dividedBy(LAST_PART);
        Duration succession = announcement.multipliedBy(2);
        return notAfter.minus(succession.compareTo(last) < 0 ? succession : last);
    }
}
