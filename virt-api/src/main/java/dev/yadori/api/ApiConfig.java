package dev.yadori.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the process is told at its start.
 *
 * @param namespace of the system
 * @param certificates folder with tls.crt and tls.key
 * @param webhookPort where webhooks are answered over HTTPS
 * @param healthPort where /livez and /readyz answer plain HTTP
 */
public record ApiConfig(String namespace, Path certificates, int webhookPort, int healthPort) {

    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads POD_NAMESPACE, which must be set, and YADORI_CERTIFICATES (/etc/yadori/certs), YADORI_WEBHOOK_PORT (8443) and
     * YADORI_HEALTH_PORT (8081).
     *
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static ApiConfig fromEnv(Map<String, String> env) {
        List<String> errors = new ArrayList<>();
        String namespace = env.getOrDefault("POD_NAMESPACE", "");
        if (namespace.isBlank()) {
            errors.add("POD_NAMESPACE must be set");
        }
        ApiConfig config = new ApiConfig(
                namespace,
                Path.of(env.getOrDefault("YADORI_CERTIFICATES", "/etc/yadori/certs")),
                port(env, "YADORI_WEBHOOK_PORT", 8443, errors),
                port(env, "YADORI_HEALTH_PORT", 8081, errors));
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
        return config;
    }

    private static int port(Map<String, String> env, String name, int absent, List<String> errors) {
        String value = env.get(name);
        if (value == null) {
            return absent;
        }
        if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= HIGHEST_PORT) {
            return Integer.parseInt(value);
        }
        errors.add(name + " must be a port, not " + value);
        return absent;
    }
}
