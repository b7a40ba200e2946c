package dev.yadori.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ControllerConfigTest {

    private static final Map<String, String> LEAST = Map.of(
            "POD_NAMESPACE", "yadori",
            "POD_NAME", "virt-controller-0",
            "LAUNCHER_IMAGE", "registry.example/virt-launcher:v1");

    @Test
    void whatIsNotSaidHasItsDefault() {
        assertThat(ControllerConfig.fromEnv(LEAST))
                .isEqualTo(new ControllerConfig(
                        "yadori", "virt-controller-0", "registry.example/virt-launcher:v1", 8081, true));
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        Map<String, String> wrong = Map.of(
                "POD_NAME", " ",
                "LAUNCHER_IMAGE", "image",
                "YADORI_HEALTH_PORT", "70000",
                "YADORI_LEADER_ELECTION", "perhaps");

        assertThatThrownBy(() -> ControllerConfig.fromEnv(wrong))
                .hasMessage(
                        "POD_NAMESPACE must be set; POD_NAME must be set; YADORI_HEALTH_PORT must be a port, not 70000;"
                                + " YADORI_LEADER_ELECTION must be true or false, not perhaps");
    }
}
