package dev.yadori.api;

import dev.yadori.service.env.Environment;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the process is told at its start.
 *
 * @param namespace of the system
 * @param certificates folder with tls.crt and tls.key
 * @param webhookPort where webhooks are answered over HTTPS
 * @param healthPort where /livez and /readyz answer plain HTTP
 * @param web folder with the files of the web page; there is no page where it is absent
 */
public record ApiConfig(String namespace, Path certificates, int webhookPort, int healthPort, Path web) {

    /**
     * Reads POD_NAMESPACE, which must be set, and YADORI_CERTIFICATES (/etc/yadori/certs), YADORI_WEBHOOK_PORT (8443),
     * YADORI_HEALTH_PORT (8081) and YADORI_WEB (/opt/yadori/web).
     *
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static ApiConfig fromEnv(Map<String, String> variables) {
        return Environment.read(
                variables,
                env -> new ApiConfig(
                        env.required("POD_NAMESPACE"),
                        env.path("YADORI_CERTIFICATES", "/etc/yadori/certs"),
                        env.port("YADORI_WEBHOOK_PORT", 8443),
                        env.port("YADORI_HEALTH_PORT", 8081),
                        env.path("YADORI_WEB", "/opt/yadori/web")));
    }
}
