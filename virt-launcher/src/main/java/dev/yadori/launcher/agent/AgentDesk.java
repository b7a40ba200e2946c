package dev.yadori.launcher.agent;

import dev.yadori.launcher.hypervisor.Hypervisor;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** All that deals with the guest's agent, on one thread. */
public final class AgentDesk {
    private final AgentWatch watch;
    private final Freezer freezer;
    private final AgentProbe probe;
    private final Checks checks;
    private final Credentials credentials;
    private boolean connected;

    /** Who hears of it, on the agent's thread. */
    public record Listeners(Consumer<AgentInfo> info, Consumer<Credentials.State> credentials) {}

    /**
     * Where it keeps what.
     *
     * @param folder in which to remember a freeze
     * @param probes in which to leave what came of checks
     */
    public record Folders(Path folder, Path probes) {}

    public AgentDesk(
            Hypervisor hypervisor,
            Supplier<Optional<UUID>> domain,
            ScheduledExecutorService thread,
            InstantSource clock,
            Folders folders,
            Listeners listeners) {
        var line = new AgentLine(hypervisor, domain, thread);
        watch = new AgentWatch(line, clock, listeners.info());
        freezer = new Freezer(line, watch, folders.folder().resolve("thaw-at"), clock);
        probe = new AgentProbe(line, clock);
        checks = new Checks(line, probe, folders.probes());
        credentials = new Credentials(line, listeners.credentials());
        freezer.resume();
    }

    public AgentWatch watch() {
        return watch;
    }

    public Freezer freezer() {
        return freezer;
    }

    public AgentProbe probe() {
        return probe;
    }

    /** What has become of the connection, and what there is to do then. From one thread. */
    public void connection(boolean nowConnected, boolean running, Supplier<Duties> duties) {
        watch.connection(nowConnected, running);
        if (connected && !nowConnected) {
            credentials.forget();
        }
        connected = nowConnected;
        if (running) {
            checks.guestRuns();
            checks.begin(duties.get());
            credentials.begin(duties.get());
        }
    }
}
