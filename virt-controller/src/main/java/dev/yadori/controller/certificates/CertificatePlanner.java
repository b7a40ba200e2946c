package dev.yadori.controller.certificates;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * What has to be done about certificates.
 *
 * <p>An authority is followed by the next in three steps, so that at no time somebody meets a certificate that it cannot
 * verify: some time before its end, a third of its life as a rule, the next is announced, which brings it into every bundle; after the time of the
 * announcement it signs; the old one stays trusted until it ends, by when all that it signed has been renewed.
 */
final class CertificatePlanner {

    private static final int DNS_NAME = 2;

    private final CertificateTerms terms;

    CertificatePlanner(CertificateTerms terms) {
        this.terms = terms;
    }

    AuthorityAction planAuthority(Stored<Authorities> stored, Instant now) {
        return switch (stored) {
            case Stored.Missing<Authorities> _ -> new AuthorityAction.Create("there is none");
            case Stored.Unreadable<Authorities>(var reason) -> new AuthorityAction.Create(reason);
            case Stored.Present<Authorities>(var authorities) -> planSuccession(authorities, now);
        };
    }

    private AuthorityAction planSuccession(Authorities authorities, Instant now) {
        var next = authorities.next();
        boolean ended = Authorities.hasEnded(authorities.current().certificate(), now);
        if (next.isPresent() && (ended || !now.isBefore(terms.promotionOf(next.get())))) {
            return new AuthorityAction.Promote();
        }
        if (ended) {
            return new AuthorityAction.Create("it has ended");
        }
        if (next.isEmpty() && !now.isBefore(terms.renewalOfAuthority(authorities.current()))) {
            return new AuthorityAction.Announce();
        }
        boolean stale = authorities.trusted().stream().anyMatch(trusted -> Authorities.hasEnded(trusted, now));
        return stale ? new AuthorityAction.Forget() : new AuthorityAction.Keep();
    }

    LeafAction planLeaf(
            ComponentCertificate component, Stored<ComponentSecret> stored, Authorities authorities, Instant now) {
        return switch (stored) {
            case Stored.Missing<ComponentSecret> _ -> new LeafAction.Issue("there is none");
            case Stored.Unreadable<ComponentSecret>(var reason) -> new LeafAction.Issue(reason);
            case Stored.Present<ComponentSecret>(var secret) -> planRenewal(component, secret, authorities, now);
        };
    }

    private LeafAction planRenewal(
            ComponentCertificate component, ComponentSecret secret, Authorities authorities, Instant now) {
        var certificate = secret.leaf().certificate();
        if (!now.isBefore(terms.renewalOfLeaf(secret.leaf()))) {
            return new LeafAction.Issue("its time is over");
        }
        if (!hasNamesOf(component, certificate)) {
            return new LeafAction.Issue("it has other names");
        }
        if (!authorities.hasSigned(certificate)) {
            return new LeafAction.Issue("no trusted authority has signed it");
        }
        return Set.copyOf(secret.bundle()).equals(Set.copyOf(authorities.trusted()))
                ? new LeafAction.Keep()
                : new LeafAction.PublishBundle();
    }

    /** The next time at which one of these changes by age alone. */
    Instant nextDue(Authorities authorities, Collection<KeyedCertificate> leaves) {
        var authority = authorities
                .next()
                .map(terms::promotionOf)
                .orElseGet(() -> terms.renewalOfAuthority(authorities.current()));
        return leaves.stream()
                .map(terms::renewalOfLeaf)
                .reduce(authority, (first, second) -> first.isBefore(second) ? first : second);
    }

    private static boolean hasNamesOf(ComponentCertificate component, X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(new X500Principal("CN=" + component.commonName()))
                && dnsNames(certificate).equals(Set.copyOf(component.dnsNames()));
    }

    private static Set<Object> dnsNames(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> Objects.equals(name.getFirst(), DNS_NAME))
                    .map(List::getLast)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }

    /** What to do about the authority. */
    sealed interface AuthorityAction {

        record Keep() implements AuthorityAction {}

        /** Makes one that replaces whatever is there. */
        record Create(String reason) implements AuthorityAction {}

        record Announce() implements AuthorityAction {}

        record Promote() implements AuthorityAction {}

        /** Drops authorities that have ended from those trusted. */
        record Forget() implements AuthorityAction {}
    }

    /** What to do about the certificate of a component. */
    sealed interface LeafAction {

        record Keep() implements LeafAction {}

        record Issue(String reason) implements LeafAction {}

        /** Leaves certificate and key, and replaces the authorities beside them. */
        record PublishBundle() implements LeafAction {}
    }
}
