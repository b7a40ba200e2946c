package dev.yadori.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.hypervisor.FakeHypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GuestFiguresTest {
    private static final UUID GUEST = new UUID(1, 2);

    private final FakeHypervisor hypervisor = new FakeHypervisor();
    private final GuestFigures figures = new GuestFigures(hypervisor, () -> Optional.of(GUEST));

    @Test
    void anEmulatorThatHangsIsAskedOnceWhoeverAsks() throws HypervisorException {
        hypervisor.define("<uuid>" + GUEST + "</uuid>");
        hypervisor.start(GUEST, false);
        var hung = new CompletableFuture<Void>();
        hypervisor.hangStatistics(hung);

        var first = figures.take();
        var second = figures.take();
        hung.complete(null);

        assertThat(second).isSameAs(first);
        assertThat(first.toCompletableFuture().join().domain()).containsEntry("cpu.time", 1_000_000_000L);
        assertThat(hypervisor.calls()).containsOnlyOnce("statistics");
    }

    @Test
    void theNextAnswerIsANewOne() throws HypervisorException {
        hypervisor.define("<uuid>" + GUEST + "</uuid>");
        hypervisor.start(GUEST, false);

        figures.take().toCompletableFuture().join();
        figures.take().toCompletableFuture().join();

        assertThat(hypervisor.calls()).endsWith("statistics", "statistics");
    }
}
