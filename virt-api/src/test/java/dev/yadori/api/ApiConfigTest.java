package dev.yadori.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiConfigTest {

    @Test
    void whatIsNotSaidIsTheDefault() {
        ApiConfig config = ApiConfig.fromEnv(Map.of("POD_NAMESPACE", "yadori"));

        assertThat(config)
                .isEqualTo(
                        new ApiConfig("yadori", Path.of("/etc/yadori/certs"), 8443, 8081, Path.of("/opt/yadori/web")));
    }

    @Test
    void whatIsSaidIsTaken() {
        ApiConfig config = ApiConfig.fromEnv(Map.of(
                "POD_NAMESPACE", "n",
                "YADORI_CERTIFICATES", "/c",
                "YADORI_WEBHOOK_PORT", "1",
                "YADORI_HEALTH_PORT", "65535",
                "YADORI_WEB", "/w"));

        assertThat(config).isEqualTo(new ApiConfig("n", Path.of("/c"), 1, 65535, Path.of("/w")));
    }

    @Test
    void eachFaultIsNamed() {
        assertThatThrownBy(() -> ApiConfig.fromEnv(Map.of("YADORI_WEBHOOK_PORT", "x", "YADORI_HEALTH_PORT", "65536")))
                .hasMessage("POD_NAMESPACE must be set; YADORI_WEBHOOK_PORT must be a port, not x;"
                        + " YADORI_HEALTH_PORT must be a port, not 65536");
    }
}
