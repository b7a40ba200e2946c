package dev.yadori.launcher.agent;

import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The way to the agent, for all who have something to ask it: one thread, because the agent answers one question at a time
 * and may take as long as it is let.
 */
public final class AgentLine {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Hypervisor hypervisor;
    private final Supplier<Optional<UUID>> domain;
    private final ScheduledExecutorService thread;
    private volatile boolean open;
    private volatile boolean running;

    /** The executor has one thread. */
    public AgentLine(Hypervisor hypervisor, Supplier<Optional<UUID>> domain, ScheduledExecutorService thread) {
        this.hypervisor = hypervisor;
        this.domain = domain;
        this.thread = thread;
    }

    /** What has become of the guest and its agent. */
    void setState(boolean guestRuns, boolean connected) {
        running = guestRuns;
        open = guestRuns && connected;
    }

    boolean isRunning() {
        return running;
    }

    /** Whether the agent is connected, of a guest that runs. */
    boolean isOpen() {
        return open;
    }

    /** Does something on the agent's thread. */
    <T> CompletionStage<T> submit(Callable<T> task) {
        var result = new CompletableFuture<T>();
        thread.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Does something later on the agent's thread. */
    Runnable later(Duration pause, Runnable task) {
        var future = thread.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    String ask(String command) throws AgentException {
        return ask(command, PATIENCE);
    }

    /** On the agent's thread. The command is JSON. */
    String ask(String command, Duration patience) throws AgentException {
        var guest = domain.get();
        if (!open || guest.isEmpty()) {
            throw new AgentException(AgentException.Kind.NO_AGENT, "the guest's agent is not connected");
        }
        try {
            return hypervisor.askAgent(guest.get(), command, patience);
        } catch (HypervisorException e) {
            throw new AgentException(
                    switch (e.reason()) {
                        case NO_GUEST, WRONG_STATE, NO_AGENT -> AgentException.Kind.NO_AGENT;
                        case UNREACHABLE, AGENT_SILENT -> AgentException.Kind.SILENT;
                        case REJECTED, FAILED -> AgentException.Kind.REFUSED;
                    },
                    e.getMessage());
        }
    }
}
