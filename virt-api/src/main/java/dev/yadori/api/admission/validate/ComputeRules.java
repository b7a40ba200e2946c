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
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CPU, memory, what the pod asks for, and the machine. */
final class ComputeRules {

    private static final int MOST_CPUS = 512;
    private static final BigDecimal LEAST_MEMORY = BigDecimal.valueOf(1 << 20);

    private ComputeRules() {}

    static void check(SpecView view, Faults faults) {
        cpu(view, faults);
        memory(view, faults);
        resources(view, faults);
        String type = view.domain()
                .map(DomainSpec::machine)
                .map(DomainSpec.Machine::type)
                .filter(text -> !text.isEmpty())
                .orElse(null);
        if (type != null && !view.config().allowsMachine(type)) {
            faults.invalid(
                    view.at("domain.machine.type"),
                    "'" + type + "' is not allowed in this cluster, which allows "
                            + String.join(", ", view.config().guestDefaults().emulatedMachines()));
        }
    }

    private static void cpu(SpecView view, Faults faults) {
        Cpu cpu = view.cpu().orElse(null);
        if (cpu == null) {
            return;
        }
        FieldPath at = view.at("domain.cpu");
        long sockets = orOne(cpu.sockets());
        long all = sockets * orOne(cpu.cores()) * orOne(cpu.threads());
        if (all > MOST_CPUS) {
            faults.invalid(at, "sockets x cores x threads must be at most " + MOST_CPUS + ", is " + all);
        }
        if (cpu.maxSockets() != null && cpu.maxSockets() != sockets) {
            if (cpu.maxSockets() < sockets) {
                faults.invalid(at.field("maxSockets"), "must not be less than sockets");
            } else {
                faults.unsupported(at.field("maxSockets"), "more than sockets is not supported yet");
            }
        }
        Texts.labelValue(cpu.model(), at.field("model"), faults);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < cpu.features().size(); i++) {
            String name = cpu.features().get(i).name();
            FieldPath field = at.field("features").index(i).field("name");
            Texts.notBlank(name, field, faults);
            Texts.labelValue(name, field, faults);
            if (name != null && !names.add(name)) {
                faults.duplicate(field, "'" + name + "' is given more than once");
            }
        }
    }

    private static void memory(SpecView view, Faults faults) {
        FieldPath at = view.at("domain.memory");
        Quantity quantity = view.memory().map(Memory::guest).orElse(null);
        if (quantity == null) {
            faults.required(
                    at.field("guest"), "must be given, here or as memory in domain.resources.requests or limits");
            return;
        }
        Optional<BigDecimal> guest = Amounts.of(quantity);
        if (guest.isEmpty() || guest.get().compareTo(LEAST_MEMORY) < 0) {
            faults.invalid(at.field("guest"), "must be an amount of at least 1Mi, is " + quantity);
            return;
        }
        hugepages(view, guest.get(), faults);
        overhead(view, faults);
        limited(view, guest.get(), faults);
        Quantity most = view.memory().map(Memory::maxGuest).orElse(null);
        int growth = Amounts.of(most).orElse(guest.get()).compareTo(guest.get());
        if (growth < 0) {
            faults.invalid(at.field("maxGuest"), "must not be less than guest");
        } else if (growth > 0) {
            faults.unsupported(at.field("maxGuest"), "more than guest is not supported yet");
        }
    }

    private static void hugepages(SpecView view, BigDecimal guest, Faults faults) {
        Memory.Hugepages pages = view.memory().map(Memory::hugepages).orElse(null);
        if (pages == null) {
            return;
        }
        FieldPath at = view.at("domain.memory.hugepages.pageSize");
        Optional<BigDecimal> size = Amounts.parse(pages.pageSize());
        if (size.isEmpty() || size.get().signum() <= 0) {
            faults.invalid(at, "must be the size of a huge page, such as 2Mi");
        } else if (guest.remainder(size.get()).signum() != 0) {
            faults.invalid(
                    at,
                    pages.pageSize() + " must divide the memory of the guest, which is " + guest.toPlainString()
                            + " bytes");
        }
    }

    private static void overhead(SpecView view, Faults faults) {
        Quantity added = view.memory()
                .map(Memory::reservedOverhead)
                .map(Memory.ReservedOverhead::addedOverhead)
                .orElse(null);
        if (added != null
                && Amounts.of(added).filter(amount -> amount.signum() >= 0).isEmpty()) {
            faults.invalid(view.at("domain.memory.reservedOverhead.addedOverhead"), "must be an amount, is " + added);
        }
    }

    private static void limited(SpecView view, BigDecimal guest, Faults faults) {
        Optional<BigDecimal> limit = view.domain()
                .map(DomainSpec::resources)
                .map(ResourceRequirements::limits)
                .flatMap(limits -> Amounts.of(limits.get("memory")));
        if (limit.isPresent() && guest.compareTo(limit.get()) > 0) {
            faults.invalid(view.at("domain.memory.guest"), "must not be more than domain.resources.limits.memory");
        }
    }

    private static void resources(SpecView view, Faults faults) {
        ResourceRequirements resources =
                view.domain().map(DomainSpec::resources).orElse(null);
        if (resources == null) {
            return;
        }
        FieldPath at = view.at("domain.resources");
        amounts(resources.requests(), at.field("requests"), faults);
        amounts(resources.limits(), at.field("limits"), faults);
        resources.requests().forEach((name, request) -> {
            Optional<BigDecimal> asked = Amounts.of(request);
            Optional<BigDecimal> limit = Amounts.of(resources.limits().get(name));
            if (asked.isPresent() && limit.isPresent() && asked.get().compareTo(limit.get()) > 0) {
                faults.invalid(
                        at.field("requests").field(name),
                        request + " must not be more than the limit, which is "
                                + resources.limits().get(name));
            }
        });
    }

    private static void amounts(Map<String, Quantity> resources, FieldPath at, Faults faults) {
        resources.forEach((name, quantity) -> {
            Optional<BigDecimal> amount = Amounts.of(quantity);
            if (amount.isEmpty()) {
                faults.invalid(at.field(name), "must be an amount, is " + quantity);
            } else if (amount.get().signum() < 0) {
                faults.invalid(at.field(name), "must not be negative, is " + quantity);
            }
        });
    }

    private static long orOne(@Nullable Integer count) {
        return count == null ? 1 : count;
    }
}
