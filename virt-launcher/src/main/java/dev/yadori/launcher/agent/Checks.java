package dev.yadori.launcher.agent;

import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/**
 * Makes the checks of the guest that go through its agent, and leaves what came of them as files, so that the pod's own
 * probe costs no more than a look. A guest that does not run now, being paused or moved, is not judged.
 */
public final class Checks {
    private final AgentLine line;
    private final AgentProbe probe;
    private final Path folder;
    private boolean begun;

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

    private void again(Duties.Check check) {
        line.later(check.period(), () -> make(check));
    }

    private void make(Duties.Check check) {
        if (!line.isRunning()) {
            again(check);
            return;
        }
        var _ = outcome(check).whenComplete((status, failure) -> {
            if (line.isRunning()) {
                write(check.purpose(), failure == null && status == 0);
            }
            again(check);
        });
    }

    private CompletionStage<Integer> outcome(Duties.Check check) {
        return check.command().isEmpty()
                ? probe.ping(check.timeout()).thenApply(_ -> 0)
                : probe.run(check.command(), check.timeout());
    }

    private void write(Duties.Purpose purpose, boolean good) {
        var file = folder.resolve(purpose.file());
        try {
            if (purpose.isThere(good) && !Files.exists(file)) {
                Files.createFile(file);
            } else if (!purpose.isThere(good)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            Log.warn().addKeyValue("error", e).log("writing what came of a check failed");
        }
    }
}
