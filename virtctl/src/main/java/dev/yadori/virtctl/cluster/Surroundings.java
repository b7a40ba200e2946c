package dev.yadori.virtctl.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a process is told by whoever starts it. */
public record Surroundings(Map<String, String> environment, Path home) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    Optional<String> variable(String name) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
