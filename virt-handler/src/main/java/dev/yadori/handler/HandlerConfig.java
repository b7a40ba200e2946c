package dev.yadori.handler;

import dev.yadori.handler.deviceplugin.DevicePluginConfig;
import dev.yadori.handler.deviceplugin.KvmOffer;
import dev.yadori.service.env.Environment;
import java.nio.file.Path;
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
        int healthPort,
        Migration migration) {

    /**
     * The way to other handlers.
     *
     * @param address of this process's pod
     * @param token that proves this node, and changes
     */
    record Migration(String address, int port, Path token) {}

    /** @throws IllegalArgumentException naming each variable that is missing or wrong */
    static HandlerConfig fromEnv(Map<String, String> variables) {
        return Environment.read(
                variables,
                env -> new HandlerConfig(
                        env.required("NODE_NAME"),
                        env.required("POD_NAMESPACE"),
                        env.path("YADORI_KUBELET_DIR", "/var/lib/kubelet"),
                        env.path("YADORI_NODE_DIR", "/var/lib/yadori/node"),
                        env.path("YADORI_CERTS_DIR", "/etc/yadori/certs"),
                        env.port("YADORI_GRPC_PORT", 8186),
                        env.port("YADORI_HEALTH_PORT", 8081),
                        new Migration(
                                env.required("POD_IP"),
                                env.port("YADORI_MIGRATION_PORT", 8188),
                                env.path("YADORI_MIGRATION_TOKEN", "/var/run/secrets/yadori/migration/token"))));
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
}
