package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.DomainStatistics;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.HypervisorException.Reason;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the guest has used, looked up when somebody asks. On a thread of its own, because an emulator that hangs keeps the answer back;
 * those who ask meanwhile wait for the same.
 */
public final class GuestFigures {
    private final Hypervisor hypervisor;
    private final Supplier<Optional<UUID>> domain;
    private final AtomicReference<@Nullable CompletableFuture<DomainStatistics>> current = new AtomicReference<>();

    /** @param domain empty before the guest was asked for */
    public GuestFigures(Hypervisor hypervisor, Supplier<Optional<UUID>> domain) {
        this.hypervisor = hypervisor;
        this.domain = domain;
    }

    /** Fails with a {@link HypervisorException}. */
    public CompletionStage<DomainStatistics> take() {
        var mine = new CompletableFuture<DomainStatistics>();
        var other = current.compareAndExchange(null, mine);
        if (other != null) {
            return other;
        }
        Thread.ofPlatform().daemon().name("statistics").start(() -> take(mine));
        return mine;
    }

    private void take(CompletableFuture<DomainStatistics> result) {
        try {
            var guest = domain.get()
                    .orElseThrow(() -> new HypervisorException(Reason.WRONG_STATE, "the guest does not run"));
            var seen = hypervisor.statistics(guest);
            current.set(null);
            result.complete(seen);
        } catch (HypervisorException | RuntimeException e) {
            current.set(null);
            result.completeExceptionally(e);
        }
    }
}
