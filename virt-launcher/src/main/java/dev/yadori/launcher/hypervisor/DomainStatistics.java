package dev.yadori.launcher.hypervisor;

import java.util.List;
import java.util.Map;

/**
 * What a guest has used, under the names that libvirt gives its figures.
 *
 * @param domain all that is of the guest as a whole, such as cpu.time
 * @param vcpus of each, by its number
 */
public record DomainStatistics(
        Map<String, Long> domain, List<Map<String, Long>> vcpus, List<Device> cards, List<Device> drives) {
    public DomainStatistics {
        domain = Map.copyOf(domain);
        vcpus = List.copyOf(vcpus);
        cards = List.copyOf(cards);
        drives = List.copyOf(drives);
    }

    /**
     * One card or drive.
     *
     * @param name that it was given; that of its target where it was given none
     */
    public record Device(String name, Map<String, Long> figures) {
        public Device {
            figures = Map.copyOf(figures);
        }
    }
}
