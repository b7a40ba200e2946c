package dev.yadori.handler.deviceplugin;

/** Whether guests can have a device. */
public sealed interface DeviceHealth {

    /** They can. */
    record Healthy() implements DeviceHealth {}

    /** They cannot. The reason is for people. */
    record Unhealthy(String reason) implements DeviceHealth {}

    /** In kubelet's word. */
    default String word() {
        return switch (this) {
            case Healthy() -> "Healthy";
            case Unhealthy unhealthy -> "Unhealthy";
        };
    }
}
