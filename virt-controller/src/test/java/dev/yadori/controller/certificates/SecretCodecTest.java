package dev.yadori.controller.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.certificates.ForeignAuthority.Kind;
import dev.yadori.controller.certificates.ForeignAuthority.Says;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretCodecTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final CertificateIssuer ISSUER = new CertificateIssuer(CertificateTerms.DEFAULT);

    private final Authorities authorities =
            Authorities.of(ISSUER.issueAuthority(START)).announcing(ISSUER.issueAuthority(START), START.plusSeconds(1));
    private final ComponentSecret component = new ComponentSecret(
            ISSUER.issue(ComponentCertificate.all("yadori").getFirst(), authorities.current(), START),
            authorities.trusted());

    @Test
    void authoritiesSurviveTheirSecret() {
        var decoded = SecretCodec.decodeAuthorities(secret(SecretCodec.encode(authorities)));

        assertThat(decoded).isEqualTo(new Stored.Present<>(authorities));
    }

    @Test
    void certificateOfComponentSurvivesItsSecret() {
        var decoded = SecretCodec.decodeComponent(secret(SecretCodec.encode(component)));

        assertThat(decoded).isEqualTo(new Stored.Present<>(component));
    }

    @Test
    void whatIsAboveAnAuthoritySurvivesItsSecret() throws Exception {
        var root = ForeignAuthority.root(Kind.P_256, Says.named("CN=root", START));
        var middle = root.intermediate(Kind.P_256, Kind.P_256, Says.named("CN=middle", START));
        var first = middle.intermediate(Kind.P_256, Kind.P_256, Says.named("CN=first", START));
        var second = middle.intermediate(Kind.P_256, Kind.P_256, Says.named("CN=second", START));
        var given = Authorities.of(first.keyed()).announcing(second.keyed(), START);
        var below = new ComponentSecret(
                ISSUER.issue(ComponentCertificate.all("yadori").getFirst(), given.current(), START), given.trusted());

        assertThat(SecretCodec.decodeAuthorities(secret(SecretCodec.encode(given))))
                .isEqualTo(new Stored.Present<>(given));
        assertThat(SecretCodec.decodeComponent(secret(SecretCodec.encode(below))))
                .isEqualTo(new Stored.Present<>(below));
        assertThat(below.leaf().above()).containsExactly(first.certificate(), middle.certificate());
    }

    @Test
    void successorOfAnOlderControllerWasAnnouncedWhenItWasMade() {
        var data = new HashMap<>(SecretCodec.encode(authorities));
        data.remove(SecretCodec.NEXT_ANNOUNCED);

        assertThat(SecretCodec.decodeAuthorities(secret(data)))
                .isInstanceOfSatisfying(
                        Stored.Present.class,
                        present -> assertThat(((Authorities) present.value())
                                        .next()
                                        .orElseThrow()
                                        .announced())
                                .isEqualTo(START));
    }

    @ParameterizedTest
    @CsvSource({
        "tls.crt, no tls.crt",
        "tls.key, no tls.key",
        "ca.crt, no ca.crt",
    })
    void missingKeyIsNamed(String key, String expected) {
        var data = new HashMap<>(SecretCodec.encode(component));
        data.remove(key);

        assertThat(SecretCodec.decodeComponent(secret(data)))
                .isEqualTo(new Stored.Unreadable<>("Secret s: " + expected));
    }

    @Test
    void keyOfAnotherCertificateIsRefused() {
        var other = ISSUER.issue(ComponentCertificate.all("yadori").getFirst(), authorities.current(), START);
        var data = new HashMap<>(SecretCodec.encode(component));
        data.put(SecretCodec.KEY, SecretCodec.base64(Pem.of(other.key())));

        assertThat(SecretCodec.decodeComponent(secret(data)))
                .isEqualTo(new Stored.Unreadable<>("Secret s: the private key is not that of the certificate"));
    }

    @Test
    void tornKeyIsRefusedWithoutBeingQuoted() {
        var data = new HashMap<>(SecretCodec.encode(component));
        var torn = "-----BEGIN PRIVATE KEY-----\nTVlTRUNSRVQ=\n-----END PRIVATE KEY-----\n";
        data.put(SecretCodec.KEY, SecretCodec.base64(torn));

        assertThat(SecretCodec.decodeComponent(secret(data)))
                .isEqualTo(new Stored.Unreadable<>("Secret s: the private key cannot be read"));
    }

    @Test
    void noTextFormShowsKeys() {
        assertThat(authorities.toString() + component)
                .contains("CN=virt-api.yadori.svc until")
                .doesNotContain("PRIVATE")
                .doesNotContain("PrivateKey");
    }

    private static Secret secret(Map<String, String> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("s")
                .endMetadata()
                .withData(data)
                .build();
    }
}
