package dev.yadori.handler.deviceplugin;

import java.nio.file.Path;

/**
 * Settings of the device plugins.
 *
 * @param domain of the resources, such as devices.kubevirt.io
 * @param count how often each device is offered
 * @param kvm when KVM is
 * @param paths where things are
 */
public record DevicePluginConfig(String domain, int count, KvmOffer kvm, Paths paths) {

    /** The domain that KubeVirt's clients know. */
    public static final String DEFAULT_DOMAIN = "devices.kubevirt.io";

    public static final int DEFAULT_COUNT = 1000;

    public DevicePluginConfig {
        if (count < 1 || count > 100_000) {
            throw new IllegalArgumentException("a device is offered 1 to 100000 times, not " + count);
        }
    }

    /**
     * Folders, the same here as on the node.
     *
     * @param plugins kubelet's, such as /var/lib/kubelet/device-plugins
     * @param devices the node's /dev
     * @param probe what the node's probe found out, such as /var/lib/yadori/node
     */
    public record Paths(Path plugins, Path devices, Path probe) {}
}
