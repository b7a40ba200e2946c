package dev.yadori.crds.config;

/**
 * A setting that cannot be followed; its default is used instead.
 *
 * @param field path in the KubeVirt object, such as spec.configuration.cpuRequest
 * @param message what is wrong with it, without the path
 */
public record ConfigViolation(String field, String message) {

    @Override
    public String toString() {
        return field + ": " + message;
    }
}
