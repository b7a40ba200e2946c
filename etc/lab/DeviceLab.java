package dev.yadori.handler.deviceplugin;

import java.nio.file.Path;

/** What the device plugin tells the kubelet of a device of this node. */
public final class DeviceLab {
    private DeviceLab() {}

    public static DeviceHealth health(NodeDevice device, Path folder, int user) {
        var nowhere = Path.of("/nowhere");
        var paths = new DevicePluginConfig.Paths(nowhere, Path.of("/dev"), nowhere);
        var config = new DevicePluginConfig(DevicePluginConfig.DEFAULT_DOMAIN, 1, KvmOffer.NEVER, paths);
        return new NodeProbe(config, new LauncherDeviceNodes(folder, user)).health(device);
    }
}
