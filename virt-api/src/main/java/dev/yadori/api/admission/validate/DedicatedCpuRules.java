package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Amounts;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.DomainSpec.ResourceRequirements;
import dev.yadori.crds.v1.Memory;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CPUs that are a guest's alone, and what only a guest with such CPUs can have. */
final class DedicatedCpuRules {

    private static final String DEDICATED = "dedicatedCpuPlacement";

    private DedicatedCpuRules() {}

    static void check(SpecView view, Faults faults) {
        Cpu cpu = view.cpu().orElse(null);
        if (cpu == null) {
            return;
        }
        boolean dedicated = cpu.ownsHostCpus();
        FieldPath at = view.at("domain.cpu");
        if (Boolean.TRUE.equals(cpu.isolateEmulatorThread()) && !dedicated) {
            faults.invalid(at.field("isolateEmulatorThread"), "needs " + DEDICATED);
        }
        if (cpu.mirrorsHostCells()) {
            cells(view, dedicated, at.field("numa.guestMappingPassthrough"), faults);
        }
        if (dedicated) {
            view.domain().map(DomainSpec::resources).ifPresent(resources -> resources(view, cpu, resources, faults));
        }
    }

    private static void cells(SpecView view, boolean dedicated, FieldPath at, Faults faults) {
        if (!dedicated) {
            faults.invalid(at, "needs " + DEDICATED);
        }
        if (view.memory().map(Memory::hugepages).isEmpty()) {
            faults.invalid(at, "needs domain.memory.hugepages");
        }
    }

    /** The kubelet has CPUs of their own for pods that ask for whole ones, and for no more than they are sure to get. */
    private static void resources(SpecView view, Cpu cpu, ResourceRequirements resources, Faults faults) {
        FieldPath at = view.at("domain.resources");
        long guests = count(cpu.sockets()) * count(cpu.cores()) * count(cpu.threads());
        whole(resources.requests().get("cpu"), guests, at.field("requests.cpu"), faults);
        whole(resources.limits().get("cpu"), guests, at.field("limits.cpu"), faults);
        equal(resources, "cpu", at, faults);
        equal(resources, "memory", at, faults);
    }

    private static void whole(@Nullable Quantity given, long guests, FieldPath at, Faults faults) {
        Optional<BigDecimal> amount = Amounts.of(given);
        if (amount.isPresent() && amount.get().stripTrailingZeros().scale() > 0) {
            faults.invalid(at, "must be a whole number with " + DEDICATED + ", is " + given);
        } else if (amount.isPresent() && amount.get().compareTo(BigDecimal.valueOf(guests)) != 0) {
            faults.invalid(
                    at,
                    "must be sockets x cores x threads with " + DEDICATED + ", which is " + guests + ", is " + given);
        }
    }

    private static void equal(ResourceRequirements resources, String name, FieldPath at, Faults faults) {
        Optional<BigDecimal> request = Amounts.of(resources.requests().get(name));
        Optional<BigDecimal> limit = Amounts.of(resources.limits().get(name));
        if (request.isPresent() && limit.isPresent() && request.get().compareTo(limit.get()) != 0) {
            faults.invalid(
                    at.field("requests").field(name),
                    "must be the limit with " + DEDICATED + ", which is "
                            + resources.limits().get(name));
        }
    }

    private static long count(@Nullable Integer given) {
        return given == null ? 1 : given;
    }
}
