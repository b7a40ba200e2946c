package dev.yadori.controller.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.certificates.CertificatePlanner.AuthorityAction;
import dev.yadori.controller.certificates.CertificatePlanner.LeafAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planned while somebody gives an authority. Those given are made by our own issuer, which nothing depends on. */
class GivenAuthorityPlanTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final CertificateTerms TERMS = CertificateTerms.DEFAULT;
    private static final CertificateIssuer ISSUER = new CertificateIssuer(TERMS);
    private static final ComponentCertificate HANDLER =
            ComponentCertificate.all("yadori").get(1);
    private static final KeyedCertificate OWN = ISSUER.issueAuthority(START);
    /** Made long before anybody here heard of it. */
    private static final KeyedCertificate GIVEN = ISSUER.issueAuthority(START.minus(Duration.ofDays(100)));

    private static final KeyedCertificate RENEWED = ISSUER.issueAuthority(START.plusSeconds(1));
    private static final GivenAuthority NONE = new GivenAuthority.None();
    private static final GivenAuthority BROKEN = new GivenAuthority.Unusable("torn");

    private final CertificatePlanner planner = new CertificatePlanner(TERMS);

    static Stream<Arguments> successions() {
        var own = Authorities.of(OWN);
        var announced = own.announcing(GIVEN, START);
        var taken = announced.promoted();
        var renewal = TERMS.renewalOfAuthority(GIVEN);
        var hour = START.plusSeconds(3600);
        return Stream.of(
                row("given to ours", own, usable(GIVEN), START, new AuthorityAction.AnnounceGiven(GIVEN)),
                row("announced too shortly", announced, usable(GIVEN), hour.minusSeconds(1), keep()),
                row("announced long enough", announced, usable(GIVEN), hour, new AuthorityAction.Promote()),
                row("broken while announced", announced, BROKEN, hour, new AuthorityAction.Promote()),
                row("replaced while announced", announced, usable(RENEWED), hour, announce(RENEWED)),
                row("signs", taken, usable(GIVEN), hour, keep()),
                row("signs, and is older than ours get", taken, usable(GIVEN), renewal.plusSeconds(1), keep()),
                row("renewed", taken, usable(RENEWED), hour, announce(RENEWED)),
                row("broken while it signs", taken, BROKEN, hour, keep()),
                row("taken away", taken, NONE, renewal.minusSeconds(1), keep()),
                row("taken away and due", taken, NONE, renewal, new AuthorityAction.Announce()),
                row("broken and due", taken, BROKEN, renewal, new AuthorityAction.Announce()),
                row(
                        "comes back while ours is announced",
                        taken.announcing(RENEWED, START),
                        usable(GIVEN),
                        hour,
                        new AuthorityAction.Withdraw()),
                row(
                        "given while ours is announced",
                        own.announcing(RENEWED, START),
                        usable(GIVEN),
                        hour,
                        announce(GIVEN)),
                row("given after ours has ended", own, usable(RENEWED), OWN.notAfter(), take(RENEWED)),
                row(
                        "given after ours has ended with its successor announced",
                        own.announcing(RENEWED, START),
                        usable(GIVEN),
                        OWN.notAfter(),
                        new AuthorityAction.Promote()));
    }

    private static Arguments row(
            String name, Authorities authorities, GivenAuthority given, Instant now, AuthorityAction expected) {
        return Arguments.of(name, authorities, given, now, expected);
    }

    private static GivenAuthority usable(KeyedCertificate authority) {
        return new GivenAuthority.Usable(authority);
    }

    private static AuthorityAction keep() {
        return new AuthorityAction.Keep();
    }

    private static AuthorityAction announce(KeyedCertificate authority) {
        return new AuthorityAction.AnnounceGiven(authority);
    }

    private static AuthorityAction take(KeyedCertificate authority) {
        return new AuthorityAction.Take(authority, "it has ended");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("successions")
    void givenAuthorityIsFollowed(
            String name, Authorities authorities, GivenAuthority given, Instant now, AuthorityAction expected) {
        assertThat(planner.planAuthority(new Stored.Present<>(authorities), given, now))
                .isEqualTo(expected);
    }

    @Test
    void givenAuthorityIsTheFirstWhereThereIsNoUsableOne() {
        assertThat(planner.planAuthority(new Stored.Missing<>(), usable(GIVEN), START))
                .isEqualTo(new AuthorityAction.Take(GIVEN, "there is none"));
        assertThat(planner.planAuthority(new Stored.Unreadable<>("torn"), usable(GIVEN), START))
                .isEqualTo(new AuthorityAction.Take(GIVEN, "torn"));
        assertThat(planner.planAuthority(new Stored.Missing<>(), BROKEN, START))
                .isEqualTo(new AuthorityAction.Create("there is none"));
    }

    @Test
    void oneThatIsReplacedBeforeItSignedIsNoLongerTrusted() {
        var replaced = Authorities.of(OWN).announcing(GIVEN, START).announcing(RENEWED, START);

        assertThat(replaced.trusted()).containsExactly(OWN.certificate(), RENEWED.certificate());
    }

    static Stream<Arguments> leaves() {
        var taken = Authorities.of(OWN).announcing(GIVEN, START).promoted();
        return Stream.of(
                Arguments.of(
                        "of ours, the given signs", OWN, taken, usable(GIVEN), issue("the given authority signs now")),
                Arguments.of("of the given, which signs", GIVEN, taken, usable(GIVEN), new LeafAction.Keep()),
                Arguments.of("of ours, the given went away", OWN, taken, NONE, new LeafAction.Keep()),
                Arguments.of("of ours, the given is broken", OWN, taken, BROKEN, new LeafAction.Keep()),
                Arguments.of(
                        "of ours, the given is announced",
                        OWN,
                        Authorities.of(OWN).announcing(GIVEN, START),
                        usable(GIVEN),
                        new LeafAction.Keep()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leaves")
    void leafIsReplacedOnceTheGivenAuthoritySigns(
            String name, KeyedCertificate signer, Authorities authorities, GivenAuthority given, LeafAction expected) {
        var secret = new ComponentSecret(ISSUER.issue(HANDLER, signer, START), authorities.trusted());

        assertThat(planner.planLeaf(HANDLER, new Stored.Present<>(secret), authorities, given, START))
                .isEqualTo(expected);
    }

    private static LeafAction issue(String reason) {
        return new LeafAction.Issue(reason);
    }

    @Test
    void leafThatEndsWithItsAuthorityIsNotRenewedInVain() {
        var authorities = Authorities.of(GIVEN);
        var late = GIVEN.notAfter().minusSeconds(60);
        var secret = new ComponentSecret(ISSUER.issue(HANDLER, GIVEN, late), authorities.trusted());

        assertThat(planner.planLeaf(HANDLER, new Stored.Present<>(secret), authorities, NONE, late))
                .isEqualTo(new LeafAction.Keep());
        assertThat(planner.nextDue(authorities, usable(GIVEN), List.of(secret.leaf())))
                .isEqualTo(GIVEN.notAfter().minus(TERMS.announcement().multipliedBy(2)));
    }

    @Test
    void nextDueOfAGivenAuthorityIsWhenItIsTooLateToRenewIt() {
        assertThat(planner.nextDue(Authorities.of(GIVEN), usable(GIVEN), List.of()))
                .isEqualTo(GIVEN.notAfter().minus(Duration.ofHours(2)));
        assertThat(planner.nextDue(Authorities.of(GIVEN), NONE, List.of())).isEqualTo(TERMS.renewalOfAuthority(GIVEN));
    }

    @Test
    void announcementTakesAtMostHalfOfWhatThePresentOneStillHas() {
        var last = GIVEN.notAfter().minus(Duration.ofMinutes(40));

        assertThat(TERMS.promotionOf(new Successor(RENEWED, last), GIVEN)).isEqualTo(last.plus(Duration.ofMinutes(20)));
    }
}
