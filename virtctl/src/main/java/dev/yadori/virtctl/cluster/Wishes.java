package dev.yadori.virtctl.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What flags say instead of the kubeconfig.
 *
 * @param fields by the names that the kubeconfig has for them: server, tls-server-name, token, ...
 */
public record Wishes(
        Optional<Path> kubeconfig,
        Optional<String> context,
        Optional<String> cluster,
        Optional<String> user,
        Optional<String> namespace,
        Map<String, Object> fields) {

    public Wishes {
        fields = Map.copyOf(fields);
    }

    private static final List<String> OF_CLUSTERS =
            List.of("server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority");

    /** None of the flags is an option of the other kind. */
    Kubeconfig.Part forCluster(Kubeconfig.Part said) {
        return changed(said, true);
    }

    Kubeconfig.Part forUser(Kubeconfig.Part said) {
        return changed(said, false);
    }

    private Kubeconfig.Part changed(Kubeconfig.Part said, boolean ofCluster) {
        Map<String, Object> tree = new HashMap<>();
        said.tree().entries().forEach((key, below) -> {
            if (below.value() != null) {
                tree.put(key, below.value());
            }
        });
        fields.forEach((key, value) -> {
            if (OF_CLUSTERS.contains(key) == ofCluster) {
                tree.put(
                        key,
                        key.startsWith("c")
                                ? Path.of(value.toString()).toAbsolutePath().toString()
                                : value);
                // A file that a flag names is meant, and not what the kubeconfig holds in place of one.
                tree.remove(key + "-data");
            }
        });
        if (ofCluster && Boolean.parseBoolean(String.valueOf(fields.get("insecure-skip-tls-verify")))) {
            tree.remove("certificate-authority");
            tree.remove("certificate-authority-data");
        }
        return new Kubeconfig.Part(said.file(), said.field(), new Tree(tree));
    }
}
