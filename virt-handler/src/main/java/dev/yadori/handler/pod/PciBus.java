package dev.yadori.handler.pod;

import dev.yadori.handler.hostfs.FileFacts.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The functions of the node's PCI bus, as sysfs tells of them. */
public final class PciBus {

    private static final String DRIVER = "vfio-pci";
    private static final Pattern NUMBER = Pattern.compile("(?<major>[0-9]{1,9}):(?<minor>[0-9]{1,9})");

    private final Path sysfs;

    /** Reads below /sys. */
    public PciBus(Path sysfs) {
        this.sysfs = sysfs;
    }

    /**
     * What VFIO makes of a function.
     *
     * @param group functions that only one user can have together; also the name of its device
     * @param device number of that device
     */
    public record VfioFunction(String group, DeviceNumber device) {}

    /**
     * Looks at one function.
     *
     * @throws IOException where it does not exist, or is not bound to VFIO behind an IOMMU
     */
    public VfioFunction find(PciAddress address) throws IOException {
        Path function = sysfs.resolve("bus/pci/devices").resolve(address.text());
        if (!Files.exists(function)) {
            throw new IOException("there is no function %s on this node".formatted(address));
        }
        String driver = target(function.resolve("driver"), "no driver");
        if (!driver.equals(DRIVER)) {
            throw new IOException("function %s is bound to %s, not to %s".formatted(address, driver, DRIVER));
        }
        String group = target(function.resolve("iommu_group"), "");
        if (group.isEmpty()) {
            throw new IOException("function %s is not behind an IOMMU".formatted(address));
        }
        return new VfioFunction(group, device(address, group));
    }

    private DeviceNumber device(PciAddress address, String group) throws IOException {
        try {
            String text = Files.readString(
                            sysfs.resolve("class/vfio").resolve(group).resolve("dev"))
                    .strip();
            var number = NUMBER.matcher(text);
            if (!number.matches()) {
                throw new IOException("the device of group %s has the strange number %s".formatted(group, text));
            }
            return new DeviceNumber(Integer.parseInt(number.group("major")), Integer.parseInt(number.group("minor")));
        } catch (NoSuchFileException none) {
            throw new IOException("function %s of group %s has no device of VFIO".formatted(address, group), none);
        }
    }

    /** The last part of what a link of sysfs points to. */
    private static String target(Path link, String otherwise) throws IOException {
        return Files.isSymbolicLink(link)
                ? String.valueOf(Files.readSymbolicLink(link).getFileName())
                : otherwise;
    }
}
