package dev.yadori.launcher.launch;

import dev.yadori.launcher.domain.CpuModel;
import dev.yadori.launcher.domain.CpuTopology;
import dev.yadori.launcher.domain.LaunchSpec;
import dev.yadori.proto.launcher.v1.Compute;
import dev.yadori.proto.launcher.v1.CpuFeature;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

final class ComputeMapper {
    private static final long KIBI = 1024;

    /** What x86 processors of QEMU are limited to. */
    private static final long MOST_PROCESSORS = 4096;

    private ComputeMapper() {}

    static LaunchSpec.Compute compute(Compute asked) {
        return new LaunchSpec.Compute(topology(asked), model(asked), memory(asked), hugepage(asked), dedication(asked));
    }

    private static Optional<LaunchSpec.Dedication> dedication(Compute asked) {
        if (!asked.hasDedicated()) {
            return Optional.empty();
        }
        var dedicated = asked.getDedicated();
        var field = "compute.dedicated";
        if (dedicated.getMirrorCells() && asked.getHugepageBytes() == 0) {
            throw new SpecException(field + ".mirror_cells", "is for memory on huge pages");
        }
        int emulator = Fields.optional(field + ".emulator_cpus", dedicated.getEmulatorCpus())
                .orElse(0);
        return Optional.of(
                new LaunchSpec.Dedication(emulator, dedicated.getMirrorCells(), dedicated.getAlignFunctions()));
    }

    private static CpuTopology topology(Compute asked) {
        var topology = asked.getTopology();
        var field = "compute.topology";
        int sockets = Fields.positive(field + ".sockets", topology.getSockets());
        int cores = Fields.positive(field + ".cores", topology.getCores());
        int threads = Fields.positive(field + ".threads", topology.getThreads());
        if ((double) sockets * cores * threads > MOST_PROCESSORS) {
            throw new SpecException(field, "more than " + MOST_PROCESSORS + " processors");
        }
        return new CpuTopology(sockets, cores, threads);
    }

    private static CpuModel model(Compute asked) {
        var model = asked.getModel();
        List<CpuModel.CpuFeature> features = IntStream.range(0, model.getFeaturesCount())
                .mapToObj(i -> feature("compute.model.features[" + i + "]", model.getFeatures(i)))
                .toList();
        return switch (model.getKindCase()) {
            case HOST_MODEL -> new CpuModel.HostModel(features);
            case HOST_PASSTHROUGH -> new CpuModel.HostPassthrough(features);
            case NAMED -> new CpuModel.Named(Fields.required("compute.model.named", model.getNamed()), features);
            case KIND_NOT_SET -> throw Fields.unknown("compute.model");
        };
    }

    private static CpuModel.CpuFeature feature(String field, CpuFeature asked) {
        var policy = switch (asked.getPolicy()) {
            case POLICY_FORCE -> CpuModel.Policy.FORCE;
            case POLICY_REQUIRE -> CpuModel.Policy.REQUIRE;
            case POLICY_OPTIONAL -> CpuModel.Policy.OPTIONAL;
            case POLICY_DISABLE -> CpuModel.Policy.DISABLE;
            case POLICY_FORBID -> CpuModel.Policy.FORBID;
            case POLICY_UNSPECIFIED, UNRECOGNIZED -> throw Fields.unknown(field + ".policy");
        };
        return new CpuModel.CpuFeature(Fields.required(field + ".name", asked.getName()), policy);
    }

    /** Rounded up, so that a guest never has less than was asked for. */
    private static long memory(Compute asked) {
        if (asked.getMemoryBytes() <= 0) {
            throw new SpecException("compute.memory_bytes", "must be at least 1");
        }
        return Math.ceilDiv(asked.getMemoryBytes(), KIBI);
    }

    private static OptionalInt hugepage(Compute asked) {
        long bytes = asked.getHugepageBytes();
        if (bytes == 0) {
            return OptionalInt.empty();
        }
        if (bytes < 0 || bytes % KIBI != 0 || bytes / KIBI > Integer.MAX_VALUE) {
            throw new SpecException("compute.hugepage_bytes", "no size of a page: " + Long.toUnsignedString(bytes));
        }
        return OptionalInt.of((int) (bytes / KIBI));
    }
}
