package dev.yadori.controller.certificates;

/** The authority that somebody else, cert-manager for example, makes and renews for this system. */
sealed interface GivenAuthority {

    /** Nobody gives one. */
    record None() implements GivenAuthority {}

    /** It is to sign, once everybody has been told to trust it. */
    record Usable(KeyedCertificate authority) implements GivenAuthority {}

    /** There is something, which cannot sign; the reason names the Secret and the field. */
    record Unusable(String reason) implements GivenAuthority {}

    default boolean isCurrentOf(Authorities authorities) {
        return this instanceof Usable(var authority) && authority.hasSameCertificateAs(authorities.current());
    }
}
