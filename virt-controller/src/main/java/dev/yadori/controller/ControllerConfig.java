package dev.yadori.controller;

import dev.yadori.service.env.Environment;
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

    /**
     * Reads POD_NAMESPACE, POD_NAME and LAUNCHER_IMAGE, which must be set, and YADORI_HEALTH_PORT (8081) and
     * YADORI_LEADER_ELECTION (true).
     *
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static ControllerConfig fromEnv(Map<String, String> variables) {
        return Environment.read(
                variables,
                env -> new ControllerConfig(
                        env.required("POD_NAMESPACE"),
                        env.required("POD_NAME"),
                        env.required("LAUNCHER_IMAGE"),
                        env.port("YADORI_HEALTH_PORT", 8081),
                        env.flag("YADORI_LEADER_ELECTION", true)));
    }
}
