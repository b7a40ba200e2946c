package dev.yadori.launcher.hypervisor;

import java.util.List;

/**
 * How a guest is moved to another hypervisor. What arrives there stays paused.
 *
 * @param copiedDrives targets of the drives whose bytes are not shared
 */
public record MigrationOrder(Route route, List<String> copiedDrives, Speed speed, boolean unsafe) {
    public MigrationOrder {
        copiedDrives = List.copyOf(copiedDrives);
    }

    /** Paths of unix sockets that are the same on both sides: there is listened where here is connected to. */
    public record Route(String libvirt, String memory, String disks) {}

    /**
     * How fast.
     *
     * @param bytesPerSecond 0 for no limit
     * @param connections for the memory
     * @param autoConverge a guest that writes too fast is slowed
     */
    public record Speed(long bytesPerSecond, int connections, boolean autoConverge) {}
}
