package dev.yadori.handler.launch;

import dev.yadori.crds.v1.DomainSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How much memory a guest sees. */
public final class GuestMemory {
    private GuestMemory() {}

    /** memory.guest, else what is requested, else the limit, else one huge page. */
    public static Optional<Quantity> of(DomainSpec domain) {
        var memory = domain.memory();
        var resources = domain.resources();
        return Stream.<@Nullable Quantity>of(
                        memory == null ? null : memory.guest(),
                        resources == null ? null : resources.requests().get("memory"),
                        resources == null ? null : resources.limits().get("memory"),
                        pageSize(domain))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .findFirst();
    }

    /** Bytes of a quantity, rounded down. */
    public static long bytes(Quantity quantity) {
        return quantity.getNumericalAmount().longValue();
    }

    static @Nullable Quantity pageSize(DomainSpec domain) {
        var memory = domain.memory();
        if (memory == null || memory.hugepages() == null || memory.hugepages().pageSize() == null) {
            return null;
        }
        return Quantity.parse(memory.hugepages().pageSize());
    }
}
