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
    private static final String ENDED = "it has ended";

    private final CertificateTerms terms;

    CertificatePlanner(CertificateTerms terms) {
        this.terms = terms;
    }

    AuthorityAction planAuthority(Stored<Authorities> stored, GivenAuthority given, Instant now) {
        return switch (stored) {
            case Stored.Missing<Authorities> _ -> first("there is none", given);
            case Stored.Unreadable<Authorities>(var reason) -> first(reason, given);
            case Stored.Present<Authorities>(var authorities) ->
                switch (given) {
                    case GivenAuthority.Usable(var authority) -> planGiven(authorities, authority, now);
                    case GivenAuthority.None _, GivenAuthority.Unusable _ -> planSuccession(authorities, now);
                };
        };
    }

    private static AuthorityAction first(String reason, GivenAuthority given) {
        return given instanceof GivenAuthority.Usable(var authority)
                ? new AuthorityAction.Take(authority, reason)
                : new AuthorityAction.Create(reason);
    }

    /** One that is given is announced as ours are. Who gives it renews it, so that its age is no matter here. */
    private AuthorityAction planGiven(Authorities authorities, KeyedCertificate given, Instant now) {
        boolean ended = Authorities.hasEnded(authorities.current().certificate(), now);
        if (authorities.current().hasSameCertificateAs(given)) {
            return authorities.next().isPresent() ? new AuthorityAction.Withdraw() : keepOrForget(authorities, now);
        }
        if (isToPromote(authorities, ended, now) && (ended || authorities.isNext(given))) {
            return new AuthorityAction.Promote();
        }
        if (ended) {
            return new AuthorityAction.Take(given, ENDED);
        }
        return authorities.isNext(given) ? keepOrForget(authorities, now) : new AuthorityAction.AnnounceGiven(given);
    }

    private AuthorityAction planSuccession(Authorities authorities, Instant now) {
        boolean ended = Authorities.hasEnded(authorities.current().certificate(), now);
        if (isToPromote(authorities, ended, now)) {
            return new AuthorityAction.Promote();
        }
        if (ended) {
            return new AuthorityAction.Create(ENDED);
        }
        boolean due = !now.isBefore(terms.renewalOfAuthority(authorities.current()));
        return authorities.next().isEmpty() && due ? new AuthorityAction.Announce() : keepOrForget(authorities, now);
    }

    private boolean isToPromote(Authorities authorities, boolean ended, Instant now) {
        return authorities.next().stream()
                .anyMatch(next -> ended || !now.isBefore(terms.promotionOf(next, authorities.current())));
    }

    private static AuthorityAction keepOrForget(Authorities authorities, Instant now) {
        boolean stale = authorities.trusted().stream().anyMatch(trusted -> Authorities.hasEnded(trusted, now));
        return stale ? new AuthorityAction.Forget() : new AuthorityAction.Keep();
    }

    LeafAction planLeaf(
            ComponentCertificate component,
            Stored<ComponentSecret> stored,
            Authorities authorities,
            GivenAuthority given,
            Instant now) {
        return switch (stored) {
            case Stored.Missing<ComponentSecret> _ -> new LeafAction.Issue("there is none");
            case Stored.Unreadable<ComponentSecret>(var reason) -> new LeafAction.Issue(reason);
            case Stored.Present<ComponentSecret>(var secret) ->
                planRenewal(component, secret, authorities, now).orElseGet(() -> planTrust(secret, authorities, given));
        };
    }

    private Optional<LeafAction> planRenewal(
            ComponentCertificate component, ComponentSecret secret, Authorities authorities, Instant now) {
        if (!now.isBefore(terms.renewalOfLeaf(secret.leaf())) && canLastLonger(secret.leaf(), authorities)) {
            return Optional.of(new LeafAction.Issue("its time is over"));
        }
        return hasNamesOf(component, secret.leaf().certificate())
                ? Optional.empty()
                : Optional.of(new LeafAction.Issue("it has other names"));
    }

    /** Who gives an authority wants it in use, while a certificate of a former one of ours is as good as before. */
    private static LeafAction planTrust(ComponentSecret secret, Authorities authorities, GivenAuthority given) {
        var certificate = secret.leaf().certificate();
        if (!authorities.hasSigned(certificate)) {
            return new LeafAction.Issue("no trusted authority has signed it");
        }
        if (given.isCurrentOf(authorities)
                && !Authorities.hasSigned(authorities.current().certificate(), certificate)) {
            return new LeafAction.Issue("the given authority signs now");
        }
        return Set.copyOf(secret.bundle()).equals(Set.copyOf(authorities.trusted()))
                ? new LeafAction.Keep()
                : new LeafAction.PublishBundle();
    }

    /** One that ends together with its authority waits for the next authority: until then a new one would end no later. */
    private static boolean canLastLonger(KeyedCertificate leaf, Authorities authorities) {
        return leaf.notAfter().isBefore(authorities.current().notAfter());
    }

    /** The next time at which one of these changes by age alone. */
    Instant nextDue(Authorities authorities, GivenAuthority given, Collection<KeyedCertificate> leaves) {
        var current = authorities.current();
        var authority = authorities
                .next()
                .map(next -> terms.promotionOf(next, current))
                .orElseGet(() -> given.isCurrentOf(authorities)
                        ? terms.endOfUse(current.notBefore(), current.notAfter())
                        : terms.renewalOfAuthority(current));
        return leaves.stream()
                .filter(leaf -> canLastLonger(leaf, authorities))
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

        /** Has the one that is given replace whatever is there. */
        record Take(KeyedCertificate given, String reason) implements AuthorityAction {}

        record Announce() implements AuthorityAction {}

        record AnnounceGiven(KeyedCertificate given) implements AuthorityAction {}

        /** Calls an announcement off. */
        record Withdraw() implements AuthorityAction {}

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
