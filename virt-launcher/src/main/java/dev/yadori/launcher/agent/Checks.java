package dev.yadori.launcher.agent;

import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes the checks of the guest that the kubelet cannot make, and leaves what came of them as files, so that the pod's own
 * probe costs no more than a look. A guest that does not run now, being paused or moved, is not judged, and not dead.
 */
public final class Checks {
    /** There as soon as the guest has run here. */
    private static final String BEGUN = "begun";

    private final AgentLine line;
    private final AgentProbe probe;
    private final Path folder;
    private boolean begun;
    private boolean told;

    public Checks(AgentLine line, AgentProbe probe, Path folder) {
        this.line = line;
        this.probe = probe;
        this.folder = folder;
    }

    /** Repeatable. */
    public void begin(Duties duties) {
        if (duties.checks().isEmpty()) {
            return;
        }
        var _ = line.submit(() -> {
            if (!begun) {
                begun = true;
                Files.createDirectories(folder);
                duties.checks().forEach(this::again);
            }
            return begun;
        });
    }

    /** Says that there is a guest here, which the kubelet may check. Repeatable. */
    public void guestRuns() {
        var _ = line.submit(() -> {
            if (!told) {
                told = tell();
            }
            return told;
        });
    }

    private boolean tell() {
        try {
            Files.createDirectories(folder);
            create(folder.resolve(BEGUN));
            return true;
        } catch (IOException e) {
            Log.warn().addKeyValue("error", e).log("writing that the guest has begun failed");
            return false;
        }
    }

    private static void create(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
    }

    private void again(Duties.Check check) {
        line.later(check.period(), () -> make(check));
    }

    private void make(Duties.Check check) {
        if (!line.isRunning()) {
            spare(check.purpose());
            again(check);
            return;
        }
        var _ = outcome(check)
                .whenComplete((good, failure) -> line.submit(() -> {
                    if (line.isRunning()) {
                        write(check.purpose(), failure == null && good);
                    }
                    again(check);
                    return check;
                }));
    }

    /** Of a guest that did not answer and then stood still, as for a disk that hangs, nobody knows whether it is dead. */
    private void spare(Duties.Purpose purpose) {
        if (purpose == Duties.Purpose.LIVENESS) {
            write(purpose, true);
        }
    }

    private CompletionStage<Boolean> outcome(Duties.Check check) {
        return switch (check.means()) {
            case Duties.Means.Ping _ -> probe.ping(check.timeout()).thenApply(_ -> true);
            case Duties.Means.Command(var command) ->
                probe.run(command, check.timeout()).thenApply(status -> status == 0);
            case Duties.Means.Port(var port) ->
                // It may take as long as it is let, and the agent's questions must not wait for that.
                CompletableFuture.supplyAsync(() -> port.answers(check.timeout()), Thread::startVirtualThread);
        };
    }

    private void write(Duties.Purpose purpose, boolean good) {
        var file = folder.resolve(purpose.file());
        try {
            if (purpose.isThere(good)) {
                create(file);
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            Log.warn().addKeyValue("error", e).log("writing what came of a check failed");
        }
    }
}
