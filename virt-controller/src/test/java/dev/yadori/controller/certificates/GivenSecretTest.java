package dev.yadori.controller.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.certificates.ForeignAuthority.Kind;
import dev.yadori.controller.certificates.ForeignAuthority.Says;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class GivenSecretTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(90));
    private static final CertificateTerms TERMS = CertificateTerms.DEFAULT;

    @Test
    void noSecretGivesNone() {
        assertThat(GivenSecret.read(null, TERMS, START)).isEqualTo(new GivenAuthority.None());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = Mode.EXCLUDE,
            names = {"RSA_1024", "ED_25519"})
    void keyIsReadInEachForm(Kind kind) throws Exception {
        var authority = root(kind, Says.named("CN=given", START));

        for (var text : List.of(Pem.of(authority.keys().getPrivate()), authority.traditionalKey())) {
            assertThat(GivenSecret.read(authority.secret(text), TERMS, START))
                    .isInstanceOfSatisfying(GivenAuthority.Usable.class, usable -> {
                        assertThat(usable.authority().certificate()).isEqualTo(authority.certificate());
                        assertThat(KeyPairs.match(
                                        usable.authority().key(),
                                        authority.keys().getPublic()))
                                .isTrue();
                    });
        }
    }

    @Test
    void whatIsAboveAnIntermediateIsKeptWithoutTheRoot() throws Exception {
        var root = root(Kind.RSA_2048, Says.named("CN=root", START));
        var middle = root.intermediate(Kind.P_384, Kind.RSA_2048, Says.named("CN=middle", START));
        var given = middle.intermediate(Kind.P_256, Kind.P_384, Says.named("CN=given", START));

        var read = GivenSecret.read(given.secret(), TERMS, START);

        assertThat(read)
                .isEqualTo(new GivenAuthority.Usable(new KeyedCertificate(
                        given.certificate(),
                        List.of(middle.certificate()),
                        given.keys().getPrivate())));
    }

    @Test
    void rootThatIsAmongTheChainIsNotKept() throws Exception {
        var root = root(Kind.P_256, Says.named("CN=root", START));
        var given = root.intermediate(Kind.P_256, Kind.P_256, Says.named("CN=given", START));
        var data = new HashMap<>(given.secret().getData());
        data.put("tls.crt", SecretCodec.base64(Pem.of(given.chain())));

        assertThat(GivenSecret.read(ForeignAuthority.secret(data), TERMS, START))
                .isEqualTo(new GivenAuthority.Usable(
                        new KeyedCertificate(given.certificate(), given.keys().getPrivate())));
    }

    static Stream<Arguments> unfit() {
        UnaryOperator<Says> same = UnaryOperator.identity();
        return Stream.of(
                unfit(Kind.P_256, Says::noAuthority, START, "the certificate is not one of an authority (isCA)"),
                unfit(
                        Kind.P_256,
                        says -> says.withKeyUsage(KeyUsage.digitalSignature),
                        START,
                        "its key may not sign certificates (cert sign)"),
                unfit(
                        Kind.P_256,
                        says -> says.onlyFor(KeyPurposeId.id_kp_serverAuth),
                        START,
                        "it may not sign for both servers and clients (server auth, client auth)"),
                unfit(Kind.RSA_1024, same, START, "its key is neither ECDSA nor RSA of 2048 bits or more"),
                unfit(Kind.ED_25519, same, START, "its key is neither ECDSA nor RSA of 2048 bits or more"),
                unfit(Kind.P_256, same, START.minusSeconds(1), "it is not valid before " + START),
                unfit(
                        Kind.P_256,
                        same,
                        END.minus(Duration.ofHours(2)),
                        "it is valid until " + END + " and has not been renewed in time"));
    }

    private static Arguments unfit(Kind kind, UnaryOperator<Says> change, Instant now, String reason) {
        return Arguments.of(kind, change, now, reason);
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("unfit")
    void unfitAuthorityIsNamed(Kind kind, UnaryOperator<Says> change, Instant now, String reason) throws Exception {
        var authority = root(kind, change.apply(Says.named("CN=given", START)));

        assertThat(GivenSecret.read(authority.secret(), TERMS, now))
                .isEqualTo(new GivenAuthority.Unusable("Secret yadori-given-ca, tls.crt: " + reason));
    }

    @Test
    void authorityForBothUsesIsTaken() throws Exception {
        var says = Says.named("CN=given", START).onlyFor(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);

        assertThat(GivenSecret.read(root(Kind.P_256, says).secret(), TERMS, START))
                .isInstanceOf(GivenAuthority.Usable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "tls.crt, , 'tls.crt: no tls.crt'",
        "tls.key, , 'tls.key: no tls.key'",
        "tls.key, bm8gUEVN, 'tls.key: the private key cannot be read'",
    })
    void tornFieldIsNamed(String field, String content, String reason) throws Exception {
        var data = new HashMap<>(
                root(Kind.P_256, Says.named("CN=given", START)).secret().getData());
        data.compute(field, (_, _) -> content);

        assertThat(GivenSecret.read(ForeignAuthority.secret(data), TERMS, START))
                .isEqualTo(new GivenAuthority.Unusable("Secret yadori-given-ca, " + reason));
    }

    @Test
    void keyOfAnotherAuthorityIsNamed() throws Exception {
        var authority = root(Kind.P_256, Says.named("CN=given", START));
        var other = root(Kind.P_256, Says.named("CN=given", START));

        assertThat(GivenSecret.read(authority.secret(other.traditionalKey()), TERMS, START))
                .isEqualTo(new GivenAuthority.Unusable(
                        "Secret yadori-given-ca, tls.key: the private key is not that of the certificate"));
    }

    @Test
    void chainThatDoesNotHoldIsNamed() throws Exception {
        var authority = root(Kind.P_256, Says.named("CN=given", START));
        var stranger = root(Kind.P_256, Says.named("CN=given", START));
        var data = new HashMap<>(authority.secret().getData());
        data.put("tls.crt", SecretCodec.base64(Pem.of(List.of(authority.certificate(), stranger.certificate()))));

        assertThat(GivenSecret.read(ForeignAuthority.secret(data), TERMS, START))
                .isEqualTo(new GivenAuthority.Unusable(
                        "Secret yadori-given-ca, tls.crt: certificate 2 has not signed the one before it"));
    }

    private static ForeignAuthority root(Kind kind, Says says) throws Exception {
        return ForeignAuthority.root(kind, says);
    }
}
