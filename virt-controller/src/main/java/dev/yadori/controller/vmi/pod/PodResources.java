package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.config.ClusterConfig.PodRules;
import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.DomainSpec.ResourceRequirements;
import dev.yadori.crds.v1.Memory;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** CPU, memory and other resources of the compute container, from what the guest asks for and what surrounds it. */
final class PodResources {

    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";
    private static final int PERCENT = 100;
    private static final int AUTOMATIC_MEMORY_RATIO = 2;

    private final DomainSpec domain;
    private final GuestSize size;
    private final PodRules rules;
    private final long overheadBytes;
    private final long peakBytes;
    private final int emulatorCpus;
    private final ResourceRequirements asked;

    /**
     * @param overheadBytes what is needed beside the guest's memory, in requests and limits
     * @param peakBytes what is needed for moments only, in limits
     * @param emulatorCpus dedicated ones beside the guest's
     */
    PodResources(
            DomainSpec domain, GuestSize size, PodRules rules, long overheadBytes, long peakBytes, int emulatorCpus) {
        this.domain = domain;
        this.size = size;
        this.rules = rules;
        this.overheadBytes = overheadBytes;
        this.peakBytes = peakBytes;
        this.emulatorCpus = emulatorCpus;
        this.asked = GuestSize.resources(domain);
    }

    /** Requests and limits, the latter with devices. */
    io.fabric8.kubernetes.api.model.ResourceRequirements render(Map<String, Quantity> devices) {
        var requests = new TreeMap<>(asked.requests());
        var limits = new TreeMap<>(asked.limits());
        requests.put(CPU, cpuRequest());
        requests.put(MEMORY, memoryRequest());
        Optional.ofNullable(asked.limits().get(MEMORY))
                .ifPresent(limit -> limits.put(
                        MEMORY,
                        GuestSize.quantity(GuestSize.bytes(limit) - hugepageBytes() + overheadBytes + peakBytes)));
        if (GuestSize.hasDedicatedCpus(domain)) {
            // Dedicated CPUs are for pods whose requests are their limits.
            requests.put(MEMORY, GuestSize.quantity(GuestSize.bytes(memoryRequest()) + peakBytes));
            limits.put(CPU, cpuRequest());
            limits.put(MEMORY, requests.get(MEMORY));
        }
        hugepages().ifPresent(page -> {
            requests.put("hugepages-" + page, GuestSize.quantity(size.memoryBytes()));
            limits.put("hugepages-" + page, GuestSize.quantity(size.memoryBytes()));
        });
        limits.putAll(devices);
        var rendered = new io.fabric8.kubernetes.api.model.ResourceRequirements();
        rendered.setRequests(requests);
        rendered.setLimits(limits);
        return rendered;
    }

    private Quantity cpuRequest() {
        Cpu cpu = domain.cpu();
        if (GuestSize.hasDedicatedCpus(domain)) {
            return new Quantity(Integer.toString(size.vcpus() + emulatorCpus));
        }
        Quantity given = asked.requests().getOrDefault(CPU, asked.limits().get(CPU));
        if (given != null) {
            return given;
        }
        int millis = cpu == null ? rules.cpuRequestMillis() : size.vcpus() * 1000 / rules.cpuAllocationRatio();
        return new Quantity(Math.max(1, millis) + "m");
    }

    private Quantity memoryRequest() {
        Quantity given = asked.requests().getOrDefault(MEMORY, asked.limits().get(MEMORY));
        if (GuestSize.hasDedicatedCpus(domain)) {
            // It is the limit as well, so that nothing can be overcommitted.
            long whole = Math.max(size.memoryBytes(), given == null ? 0 : GuestSize.bytes(given));
            return GuestSize.quantity(whole - hugepageBytes() + overheadBytes);
        }
        long guest =
                given == null ? size.memoryBytes() * PERCENT / rules.memoryOvercommitPercent() : GuestSize.bytes(given);
        boolean overheadLeftOut = Boolean.TRUE.equals(asked.overcommitGuestOverhead());
        return GuestSize.quantity(Math.max(0, guest - hugepageBytes()) + (overheadLeftOut ? 0 : overheadBytes));
    }

    /** Guest memory that is not ordinary memory. */
    private long hugepageBytes() {
        return hugepages().isPresent() ? size.memoryBytes() : 0;
    }

    private Optional<String> hugepages() {
        return Optional.ofNullable(domain.memory()).map(Memory::hugepages).map(Memory.Hugepages::pageSize);
    }

    /** The pod with those of the wanted limits that it does not have. */
    static Pod withLimits(Pod pod, GuestSize size, Set<String> wanted) {
        var resources = pod.getSpec().getContainers().getFirst().getResources();
        var limits = new TreeMap<>(resources.getLimits());
        if (wanted.contains(CPU)) {
            limits.putIfAbsent(CPU, new Quantity(Integer.toString(size.vcpus())));
        }
        if (wanted.contains(MEMORY)) {
            long requested = GuestSize.bytes(
                    Objects.requireNonNull(resources.getRequests().get(MEMORY), "memory request"));
            limits.putIfAbsent(MEMORY, GuestSize.quantity(AUTOMATIC_MEMORY_RATIO * requested));
        }
        return new PodBuilder(pod)
                .editSpec()
                .editFirstContainer()
                .editResources()
                .withLimits(limits)
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }
}
