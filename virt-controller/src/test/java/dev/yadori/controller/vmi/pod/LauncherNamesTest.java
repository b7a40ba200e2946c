package dev.yadori.controller.vmi.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LauncherNamesTest {

    private static final String UID = "5c1b7a2e-7a39-4c0b-9a55-7a8e3b9f0c11";
    private static final Pattern SUBDOMAIN =
            Pattern.compile("([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "web.prod.example",
                "a234567890123456789012345678901234567890123456789012345678901234",
                "a2345678901234567890123456789012345678-.-01234567890123456789012345",
                "a-------------------------------------------------------------------z"
            })
    void everyNameFits(String vmi) {
        assertThat(LauncherNames.pod(vmi, UID)).matches(SUBDOMAIN).hasSizeLessThanOrEqualTo(63);
        assertThat(LauncherNames.label(vmi)).hasSizeLessThanOrEqualTo(63).matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
        assertThat(LauncherNames.hostname(vmi)).matches(LABEL).hasSizeLessThanOrEqualTo(63);
        assertThat(LauncherNames.volume(vmi)).matches(LABEL).hasSizeLessThanOrEqualTo(63);
    }

    @Test
    void podNameIsTheSameForOneObjectAndAnotherForTheNext() {
        assertThat(LauncherNames.pod("web", UID))
                .isEqualTo(LauncherNames.pod("web", UID))
                .startsWith("virt-launcher-web-");
        assertThat(LauncherNames.pod("web", "another")).isNotEqualTo(LauncherNames.pod("web", UID));
    }

    @Test
    void namesThatDifferAfterTheCutStayApart() {
        String common = "n".repeat(62);

        assertThat(LauncherNames.label(common + "aa")).isNotEqualTo(LauncherNames.label(common + "bb"));
        assertThat(LauncherNames.volume("my.secret")).isNotEqualTo(LauncherNames.volume("my-secret"));
    }
}
