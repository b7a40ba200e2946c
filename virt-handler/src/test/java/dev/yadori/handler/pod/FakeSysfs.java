package dev.yadori.handler.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Functions and groups, laid out like sysfs. */
final class FakeSysfs {
    private final Path sysfs;

    FakeSysfs(Path sysfs) {
        this.sysfs = sysfs;
    }

    FakeSysfs function(PciAddress address, String driver, String group) throws IOException {
        Path function =
                Files.createDirectories(sysfs.resolve("devices/pci0000:3a").resolve(address.text()));
        Files.createSymbolicLink(
                function.resolve("driver"), Path.of("../../../bus/pci/drivers").resolve(driver));
        Files.createSymbolicLink(
                function.resolve("iommu_group"),
                Path.of("../../../kernel/iommu_groups").resolve(group));
        Path all = Files.createDirectories(sysfs.resolve("bus/pci/devices"));
        Files.createSymbolicLink(
                all.resolve(address.text()),
                Path.of("../../../devices/pci0000:3a").resolve(address.text()));
        return this;
    }

    FakeSysfs group(String group, String number) throws IOException {
        Path device = Files.createDirectories(sysfs.resolve("class/vfio").resolve(group));
        Files.writeString(device.resolve("dev"), number + "\n");
        return this;
    }
}
