package dev.yadori.service.env;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads settings from variables, and remembers what is wrong with them, so that all faults are told at once. */
public final class Environment {
    private static final int HIGHEST_PORT = 65_535;

    private final Map<String, String> variables;
    private final List<String> errors = new ArrayList<>();

    private Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /**
     * Reads all settings of a process.
     *
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static <C> C read(Map<String, String> variables, Function<Environment, C> settings) {
        var environment = new Environment(variables);
        var read = settings.apply(environment);
        if (!environment.errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", environment.errors));
        }
        return read;
    }

    public String required(String name) {
        var value = variables.getOrDefault(name, "");
        if (value.isBlank()) {
            errors.add(name + " must be set");
        }
        return value;
    }

    public Path path(String name, String absent) {
        return Path.of(variables.getOrDefault(name, absent));
    }

    public int port(String name, int absent) {
        var value = variables.get(name);
        if (value == null) {
            return absent;
        }
        if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= HIGHEST_PORT) {
            return Integer.parseInt(value);
        }
        errors.add(name + " must be a port, not " + value);
        return absent;
    }

    public boolean flag(String name, boolean absent) {
        var value = variables.get(name);
        if (value == null) {
            return absent;
        }
        if (!value.equals("true") && !value.equals("false")) {
            errors.add(name + " must be true or false, not " + value);
        }
        return value.equals("true");
    }
}
