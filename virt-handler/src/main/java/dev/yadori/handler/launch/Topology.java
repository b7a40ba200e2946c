package dev.yadori.handler.launch;

import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.proto.launcher.v1.CpuTopology;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sockets, cores and threads of a guest. */
public final class Topology {
    private Topology() {}

    /** As asked for; where nothing is, sockets for the CPUs of its limits or else requests; else one CPU. */
    public static CpuTopology of(DomainSpec domain) {
        var cpu = domain.cpu();
        if (cpu == null || (cpu.sockets() == null && cpu.cores() == null && cpu.threads() == null)) {
            return topology(socketsOfResources(domain), 1, 1);
        }
        return topology(orOne(cpu.sockets()), orOne(cpu.cores()), orOne(cpu.threads()));
    }

    /** Virtual CPUs of a topology. */
    static int vcpus(CpuTopology topology) {
        return topology.getSockets() * topology.getCores() * topology.getThreads();
    }

    private static CpuTopology topology(int sockets, int cores, int threads) {
        return CpuTopology.newBuilder()
                .setSockets(sockets)
                .setCores(cores)
                .setThreads(threads)
                .build();
    }

    private static int orOne(@Nullable Integer count) {
        return Objects.requireNonNullElse(count, 1);
    }

    private static int socketsOfResources(DomainSpec domain) {
        var resources = domain.resources();
        if (resources == null) {
            return 1;
        }
        Quantity asked =
                resources.limits().getOrDefault("cpu", resources.requests().get("cpu"));
        return asked == null
                ? 1
                : Math.max(
                        1,
                        asked.getNumericalAmount()
                                .setScale(0, RoundingMode.CEILING)
                                .intValue());
    }

    /** Whether more CPUs are asked for than there are at boot. */
    static boolean grows(@Nullable Cpu cpu, CpuTopology topology) {
        return cpu != null && cpu.maxSockets() != null && cpu.maxSockets() > topology.getSockets();
    }
}
