package dev.yadori.launcher.prepare;

import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Keeps of the specification what a launcher that is started again needs, and nothing of what may be secret. */
public final class SpecArchive {
    private final Path file;
    private volatile Optional<LaunchSpec> kept;

    public SpecArchive(Path file) {
        this.file = file;
        this.kept = read(file);
    }

    private static Optional<LaunchSpec> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(LaunchSpec.parseFrom(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not a launch specification: " + e.getMessage(), e);
        }
    }

    public Optional<LaunchSpec> kept() {
        return kept;
    }

    public void keep(LaunchSpec spec) {
        var lasting = LaunchSpec.newBuilder()
                .setIdentity(spec.getIdentity())
                .setConsoles(spec.getConsoles())
                .addAllInterfaces(spec.getInterfacesList())
                .setAgent(spec.getAgent())
                .build();
        var next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(next, lasting.toByteArray());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kept = Optional.of(lasting);
    }
}
