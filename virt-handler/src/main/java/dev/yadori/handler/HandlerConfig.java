package dev.yadori.handler;

import dev.yadori.handler.deviceplugin.DevicePluginConfig;
import dev.yadori.handler.deviceplugin.KvmOffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Settings of this process, read once.
 *
 * @param node that it looks after
 * @param namespace of the system
 * @param kubeletDirectory with the volumes of pods
 * @param nodeProbe folder with what the node's probe found out
 * @param certificates folder with ca.crt, tls.crt and tls.key
 */
record HandlerConfig(
        String node,
        String namespace,
        Path kubeletDirectory,
        Path nodeProbe,
        Path certificates,
        int grpcPort,
        int healthPort) {
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException naming each variable that is missing or wrong */
    static HandlerConfig fromEnv(Map<String, String> env) {
        var errors = new ArrayList<String>();
        var config = new HandlerConfig(
                required(env, "NODE_NAME", errors),
                required(env, "POD_NAMESPACE", errors),
                Path.of(env.getOrDefault("YADORI_KUBELET_DIR", "/var/lib/kubelet")),
                Path.of(env.getOrDefault("YADORI_NODE_DIR", "/var/lib/yadori/node")),
                Path.of(env.getOrDefault("YADORI_CERTS_DIR", "/etc/yadori/certs")),
                port(env, "YADORI_GRPC_PORT", 8186, errors),
                port(env, "YADORI_HEALTH_PORT", 8081, errors));
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
        return config;
    }

    /** Where the nodes that launchers get are made: on the node itself, and not in the probe's folder, which is not root's. */
    Path deviceNodes() {
        return nodeProbe.resolveSibling("devices");
    }

    /** What is offered to kubelet: KVM where the probe has seen it work. */
    DevicePluginConfig devicePlugins() {
        return new DevicePluginConfig(
                DevicePluginConfig.DEFAULT_DOMAIN,
                DevicePluginConfig.DEFAULT_COUNT,
                KvmOffer.WHERE_PROVEN,
                new DevicePluginConfig.Paths(kubeletDirectory.resolve("device-plugins"), Path.of("/dev"), nodeProbe));
    }

    private static String required(Map<String, String> env, String name, List<String> errors) {
        var value = env.getOrDefault(name, "");
        if (value.isBlank()) {
            errors.add(name + " is not set");
        }
        return value;
    }

    private static int port(Map<String, String> env, String name, int otherwise, List<String> errors) {
        var text = env.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        errors.add(name + " is not a port: " + text);
        return otherwise;
    }
}
