package dev.yadori.controller.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.certificates.CertificatePlanner.AuthorityAction;
import dev.yadori.controller.certificates.CertificatePlanner.LeafAction;
import dev.yadori.crds.config.CertificateSettings;
import dev.yadori.crds.config.CertificateSettings.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificatePlannerTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final CertificateTerms TERMS = CertificateTerms.DEFAULT;
    private static final CertificateIssuer ISSUER = new CertificateIssuer(TERMS);
    private static final GivenAuthority NONE = new GivenAuthority.None();
    private static final ComponentCertificate HANDLER =
            ComponentCertificate.all("yadori").get(1);
    private static final ComponentCertificate CLIENT =
            ComponentCertificate.all("yadori").get(0);

    private final CertificatePlanner planner = new CertificatePlanner(TERMS);

    static Stream<Arguments> successions() {
        var first = ISSUER.issueAuthority(START);
        var renewal = TERMS.renewalOfAuthority(first);
        var second = ISSUER.issueAuthority(renewal);
        var alone = Authorities.of(first);
        var announced = alone.announcing(second, renewal);
        var followed = announced.promoted();
        return Stream.of(
                Arguments.of("young", alone, START, new AuthorityAction.Keep()),
                Arguments.of("just before renewal", alone, renewal.minusSeconds(1), new AuthorityAction.Keep()),
                Arguments.of("at renewal", alone, renewal, new AuthorityAction.Announce()),
                Arguments.of("announced too shortly", announced, renewal.plusSeconds(3599), new AuthorityAction.Keep()),
                Arguments.of(
                        "announced long enough", announced, renewal.plusSeconds(3600), new AuthorityAction.Promote()),
                Arguments.of("ended while announced", announced, first.notAfter(), new AuthorityAction.Promote()),
                Arguments.of("ended alone", alone, first.notAfter(), new AuthorityAction.Create("it has ended")),
                Arguments.of(
                        "old one still valid", followed, first.notAfter().minusSeconds(1), new AuthorityAction.Keep()),
                Arguments.of("old one ended", followed, first.notAfter(), new AuthorityAction.Forget()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("successions")
    void authorityIsFollowedInTime(String name, Authorities authorities, Instant now, AuthorityAction expected) {
        assertThat(planner.planAuthority(new Stored.Present<>(authorities), NONE, now))
                .isEqualTo(expected);
    }

    @Test
    void authorityIsMadeWhereThereIsNoneOrNoUsableOne() {
        assertThat(planner.planAuthority(new Stored.Missing<>(), NONE, START))
                .isEqualTo(new AuthorityAction.Create("there is none"));
        assertThat(planner.planAuthority(new Stored.Unreadable<>("torn"), NONE, START))
                .isEqualTo(new AuthorityAction.Create("torn"));
    }

    /** What a leaf row starts from: an authority, and a certificate that it signed for the handler. */
    record Given(Authorities authorities, ComponentSecret secret) {
        static Given fresh() {
            var authorities = Authorities.of(ISSUER.issueAuthority(START));
            var leaf = ISSUER.issue(HANDLER, authorities.current(), START);
            return new Given(authorities, new ComponentSecret(leaf, authorities.trusted()));
        }

        Given trusting(Authorities others) {
            return new Given(others, secret);
        }
    }

    static Stream<Arguments> leaves() {
        var renewal = Duration.ofDays(20);
        Function<Given, Given> same = Function.identity();
        Function<Given, Given> announced =
                given -> given.trusting(given.authorities().announcing(ISSUER.issueAuthority(START), START));
        Function<Given, Given> foreign = given -> given.trusting(Authorities.of(ISSUER.issueAuthority(START)));
        return Stream.of(
                Arguments.of("fresh", HANDLER, same, Duration.ZERO, new LeafAction.Keep()),
                Arguments.of("before renewal", HANDLER, same, renewal.minusHours(1), new LeafAction.Keep()),
                Arguments.of("after renewal", HANDLER, same, renewal, issue("its time is over")),
                Arguments.of("for somebody else", CLIENT, same, Duration.ZERO, issue("it has other names")),
                Arguments.of(
                        "other authority",
                        HANDLER,
                        foreign,
                        Duration.ZERO,
                        issue("no trusted authority has signed it")),
                Arguments.of("successor announced", HANDLER, announced, Duration.ZERO, new LeafAction.PublishBundle()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leaves")
    void leafIsRenewedBeforeItEnds(
            String name,
            ComponentCertificate wanted,
            Function<Given, Given> change,
            Duration age,
            LeafAction expected) {
        var given = change.apply(Given.fresh());

        var action = planner.planLeaf(
                wanted, new Stored.Present<>(given.secret()), given.authorities(), NONE, START.plus(age));

        assertThat(action).isEqualTo(expected);
    }

    @Test
    void leafOfFormerAuthorityIsKeptWhileThatIsTrusted() {
        var given = Given.fresh();
        var followed = given.authorities()
                .announcing(ISSUER.issueAuthority(START), START)
                .promoted();
        var secret = new ComponentSecret(given.secret().leaf(), followed.trusted());

        assertThat(planner.planLeaf(HANDLER, new Stored.Present<>(secret), followed, NONE, START))
                .isEqualTo(new LeafAction.Keep());
    }

    @Test
    void nextDueIsTheEarliestOfAll() {
        var given = Given.fresh();
        var leaf = given.secret().leaf();

        assertThat(planner.nextDue(given.authorities(), NONE, List.of(leaf))).isEqualTo(TERMS.renewalOfLeaf(leaf));
        assertThat(planner.nextDue(
                        given.authorities().announcing(ISSUER.issueAuthority(START), START), NONE, List.of(leaf)))
                .isEqualTo(START.plus(TERMS.announcement()));
        assertThat(given.authorities().next()).isEqualTo(Optional.empty());
    }

    @Test
    void shorterLifeHoldsForCertificatesThatAreThereAlready() {
        var leaf = Given.fresh().secret().leaf();
        var day = new Life(Duration.ofHours(24), Optional.of(Duration.ofHours(6)));

        var terms = CertificateTerms.of(new CertificateSettings(Optional.empty(), Optional.of(day)));

        assertThat(terms.renewalOfLeaf(leaf)).isEqualTo(START.plus(Duration.ofHours(18)));
        assertThat(new CertificateIssuer(terms)
                        .issue(HANDLER, ISSUER.issueAuthority(START), START)
                        .notAfter())
                .isEqualTo(START.plus(Duration.ofHours(24)));
    }

    @Test
    void longerLifeBeginsWithTheNextCertificate() {
        var leaf = Given.fresh().secret().leaf();
        var year = new Life(Duration.ofDays(300), Optional.of(Duration.ofDays(1)));

        var terms = CertificateTerms.of(new CertificateSettings(Optional.empty(), Optional.of(year)));

        assertThat(terms.renewalOfLeaf(leaf)).isEqualTo(START.plus(Duration.ofDays(29)));
    }

    @Test
    void authorityOfAShortLifeIsAnnouncedInTimeAndComponentsDoNotOutliveIt() {
        var hour = new Life(Duration.ofHours(1), Optional.of(Duration.ofMinutes(20)));

        var terms = CertificateTerms.of(new CertificateSettings(Optional.of(hour), Optional.empty()));

        assertThat(terms.announcement()).isEqualTo(Duration.ofMinutes(10));
        assertThat(terms.leafLife()).isEqualTo(Duration.ofHours(1));
    }

    private static LeafAction issue(String reason) {
        return new LeafAction.Issue(reason);
    }
}
