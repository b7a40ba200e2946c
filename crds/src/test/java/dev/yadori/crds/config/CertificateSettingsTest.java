package dev.yadori.crds.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.config.CertificateSettings.Life;
import dev.yadori.crds.v1.KubeVirtSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateSettingsTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static CertificateSettings.Reading read(String selfSigned) {
        return CertificateSettings.from(
                YAML.unmarshal("certificateRotateStrategy: {selfSigned: {" + selfSigned + "}}", KubeVirtSpec.class));
    }

    @Test
    void durationsAreTaken() {
        var reading = read("ca: {duration: 168h0m0s, renewBefore: 33h36m}, server: {duration: 24h}");

        assertThat(reading.violations()).isEmpty();
        assertThat(reading.settings().authority())
                .contains(new Life(
                        Duration.ofHours(168), Optional.of(Duration.ofHours(33).plusMinutes(36))));
        assertThat(reading.settings().component()).contains(new Life(Duration.ofHours(24), Optional.empty()));
    }

    @Test
    void formerNamesCountWhereTheNewOnesAreNotUsed() {
        var reading = read("ca: {duration: 48h}, caRotateInterval: 1h, caOverlapInterval: 12h, certRotateInterval: 2h");

        assertThat(reading.settings().authority())
                .contains(new Life(Duration.ofHours(48), Optional.of(Duration.ofHours(12))));
        assertThat(reading.settings().component()).contains(new Life(Duration.ofHours(2), Optional.empty()));
    }

    @Test
    void nothingIsNoViolation() {
        assertThat(CertificateSettings.from(KubeVirtSpec.empty()))
                .isEqualTo(new CertificateSettings.Reading(
                        new CertificateSettings(Optional.empty(), Optional.empty()), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ca: {duration: soon} | ca.duration",
                "ca: {duration: 1d} | ca.duration",
                "ca: {duration: 5m} | ca.duration",
                "ca: {duration: 2h, renewBefore: 2h} | ca.renewBefore",
                "server: {duration: 24h, renewBefore: x} | server.renewBefore",
                "ca: {duration: 2h}, server: {duration: 3h} | server.duration",
                "server: {duration: 9000h} | server.duration",
            })
    void whatCannotBeFollowedIsNamed(String selfSigned, String field) {
        assertThat(read(selfSigned).violations())
                .extracting(ConfigViolation::field)
                .containsExactly("spec.certificateRotateStrategy.selfSigned." + field);
        var spec = YAML.unmarshal("certificateRotateStrategy: {selfSigned: {" + selfSigned + "}}", KubeVirtSpec.class);
        assertThat(ClusterConfig.from(spec).violations()).hasSize(1);
    }
}
