package dev.yadori.launcher.host;

import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether this container has KVM at all, then what the node's own probe found out, or else a trial; asked for once. */
public final class NodeVerdict implements Supplier<Acceleration> {
    /** In the folder of what is known of the node. */
    public static final String FILE = "kvm";

    private final Path folder;
    private final KvmTrial trial;
    private Optional<Acceleration> verdict = Optional.empty();

    public NodeVerdict(Path folder, KvmTrial trial) {
        this.folder = folder;
        this.trial = trial;
    }

    @Override
    public synchronized Acceleration get() {
        var found = verdict.or(trial::obstacle).or(this::handedIn).orElseGet(trial::run);
        if (verdict.isEmpty()) {
            Log.info().addKeyValue("kvm", found.text()).log("acceleration decided");
        }
        verdict = Optional.of(found);
        return found;
    }

    private Optional<Acceleration> handedIn() {
        try {
            return Acceleration.parse(Files.readString(folder.resolve(FILE)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            Log.warn().addKeyValue("error", e).log("the node's verdict about kvm cannot be read");
            return Optional.empty();
        }
    }
}
