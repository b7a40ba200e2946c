package dev.yadori.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the process is told at its start.
 *
 * @param namespace of the system: its leases and certificates are there
 * @param identity of this process among the replicas
 * @param launcherImage reference of the image in launcher pods
 * @param healthPort where /livez and /readyz answer plain HTTP
 * @param leaderElection false for a single process, as in tests
 */
public record ControllerConfig(
        String namespace, String identity, String launcherImage, int healthPort, boolean leaderElection) {

    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads POD_NAMESPACE, POD_NAME and LAUNCHER_IMAGE, which must be set, and YADORI_HEALTH_PORT (8081) and
     * YADORI_LEADER_ELECTION (true).
     *
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static ControllerConfig fromEnv(Map<String, String> env) {
        var errors = new ArrayList<String>();
        var config = new ControllerConfig(
                required(env, "POD_NAMESPACE", errors),
                required(env, "POD_NAME", errors),
                required(env, "LAUNCHER_IMAGE", errors),
                port(env, "YADORI_HEALTH_PORT", 8081, errors),
                flag(env, "YADORI_LEADER_ELECTION", true, errors));
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
        return config;
    }

    private static String required(Map<String, String> env, String name, List<String> errors) {
        String value = env.getOrDefault(name, "");
        if (value.isBlank()) {
            errors.add(name + " must be set");
        }
        return value;
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

    private static boolean flag(Map<String, String> env, String name, boolean absent, List<String> errors) {
        String value = env.get(name);
        if (value == null) {
            return absent;
        }
        if (!value.equals("true") && !value.equals("false")) {
            errors.add(name + " must be true or false, not " + value);
        }
        return value.equals("true");
    }
}
