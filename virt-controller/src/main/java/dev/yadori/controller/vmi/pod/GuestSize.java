package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.DomainSpec.ResourceRequirements;
import dev.yadori.crds.v1.Memory;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Memory and virtual CPUs of a guest, with what the API leaves out filled in from what it asks for.
 *
 * @param memoryBytes 0 where nothing says how much, which admission refuses
 */
public record GuestSize(long memoryBytes, int sockets, int cores, int threads) {

    private static final long MI = 1L << 20;
    private static final ResourceRequirements NOTHING = new ResourceRequirements(Map.of(), Map.of(), null);

    public static GuestSize of(DomainSpec domain) {
        Cpu cpu = domain.cpu();
        long memory = memory(domain);
        if (cpu == null || (cpu.sockets() == null && cpu.cores() == null && cpu.threads() == null)) {
            return new GuestSize(memory, requestedCpus(domain), 1, 1);
        }
        return new GuestSize(memory, count(cpu.sockets()), count(cpu.cores()), count(cpu.threads()));
    }

    public int vcpus() {
        return sockets * cores * threads;
    }

    /** What the object asks for, or nothing. */
    static ResourceRequirements resources(DomainSpec domain) {
        ResourceRequirements resources = domain.resources();
        return resources == null ? NOTHING : resources;
    }

    private static long memory(DomainSpec domain) {
        Memory memory = domain.memory();
        ResourceRequirements resources = resources(domain);
        return Stream.of(
                        Optional.ofNullable(memory).map(Memory::guest),
                        Optional.ofNullable(resources.requests().get("memory")),
                        Optional.ofNullable(resources.limits().get("memory")),
                        hugepage(memory))
                .flatMap(Optional::stream)
                .findFirst()
                .map(GuestSize::bytes)
                .orElse(0L);
    }

    private static Optional<Quantity> hugepage(@Nullable Memory memory) {
        return Optional.ofNullable(memory)
                .map(Memory::hugepages)
                .map(Memory.Hugepages::pageSize)
                .map(Quantity::parse);
    }

    private static int requestedCpus(DomainSpec domain) {
        ResourceRequirements resources = resources(domain);
        Quantity cpus =
                resources.limits().getOrDefault("cpu", resources.requests().get("cpu"));
        return cpus == null
                ? 1
                : cpus.getNumericalAmount().setScale(0, RoundingMode.CEILING).intValue();
    }

    private static int count(@Nullable Integer given) {
        return given == null ? 1 : given;
    }

    /** Bytes as people write them: in Mi where that is exact. */
    public static Quantity quantity(long bytes) {
        return bytes % MI == 0 ? new Quantity(bytes / MI + "Mi") : new Quantity(Long.toString(bytes));
    }

    static long bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }

    /** Whether host CPUs are the guest's alone. */
    static boolean hasDedicatedCpus(DomainSpec domain) {
        Cpu cpu = domain.cpu();
        return cpu != null && cpu.ownsHostCpus();
    }

    /** Whether the guest's memory is in those NUMA cells of the node that its CPUs are in. */
    static boolean mirrorsCells(DomainSpec domain) {
        Cpu cpu = domain.cpu();
        return cpu != null && cpu.mirrorsHostCells();
    }
}
