package dev.yadori.virtctl.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a process is told by whoever starts it.
 *
 * @param account where a pod finds its token
 */
public record Surroundings(Map<String, String> environment, Path home, Path account) {

    /** In each pod that has one. */
    public static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    Optional<String> variable(String name) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
