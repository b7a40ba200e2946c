package dev.yadori.api.subresource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a path of the API names.
 *
 * @param resource virtualmachines, virtualmachineinstances, or the name of what belongs to the namespace itself
 * @param name empty for what belongs to the namespace itself
 * @param subresource the same for all arguments
 * @param arguments what follows the subresource, as the port to forward
 */
record SubresourcePath(
        String version, String namespace, String resource, String name, String subresource, List<String> arguments) {

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
    private static final String PORT_FORWARD = "portforward";

    SubresourcePath {
        arguments = List.copyOf(arguments);
    }

    /** Reads what follows the group and its version; empty where no object can have that path. */
    static Optional<SubresourcePath> parse(String version, String rest) {
        List<String> parts = new ArrayList<>(Arrays.asList(rest.split("/", -1)));
        if (parts.size() < 3
                || !parts.get(0).equals("namespaces")
                || !NAMESPACE.matcher(parts.get(1)).matches()) {
            return Optional.empty();
        }
        String namespace = parts.get(1);
        String resource = parts.get(2);
        if (parts.size() == 3) {
            return Optional.of(new SubresourcePath(version, namespace, resource, "", "", List.of()));
        }
        if (parts.size() == 4 || !NAME.matcher(parts.get(3)).matches()) {
            return Optional.empty();
        }
        List<String> below = parts.subList(4, parts.size());
        return Optional.of(
                below.getFirst().equals(PORT_FORWARD)
                        ? new SubresourcePath(
                                version,
                                namespace,
                                resource,
                                parts.get(3),
                                PORT_FORWARD,
                                below.subList(1, below.size()))
                        : new SubresourcePath(
                                version, namespace, resource, parts.get(3), String.join("/", below), List.of()));
    }
}
