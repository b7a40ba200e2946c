package dev.yadori.launcher.agent;

import dev.yadori.launcher.agent.AgentInfo.Freeze;
import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Freezes the guest's file systems and sees to it that they thaw again. When is in a file before the guest is asked to
 * freeze, so that a launcher that is started again thaws them, and it goes on trying until the agent says that it has.
 */
public final class Freezer {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    private static final String FREEZE = "guest-fsfreeze-freeze";
    private static final String THAW = "guest-fsfreeze-thaw";
    private static final String STATUS = "guest-fsfreeze-status";

    private final AgentLine line;
    private final AgentWatch watch;
    private final Path file;
    private final InstantSource clock;
    private Runnable cancelAlarm = () -> {};

    /** The file is there while something is frozen that has to be thawed. */
    public Freezer(AgentLine line, AgentWatch watch, Path file, InstantSource clock) {
        this.line = line;
        this.watch = watch;
        this.file = file;
        this.clock = clock;
    }

    /** Goes on with what an earlier launcher has begun. */
    public void resume() {
        if (!Files.exists(file)) {
            return;
        }
        var _ = line.submit(() -> {
            deadline().ifPresent(this::arm);
            return file;
        });
    }

    /** Fails with an {@link AgentException}. Without timeout nobody thaws them but who asks for it. */
    public CompletionStage<Void> freeze(Optional<Duration> timeout) {
        return line.submit(() -> {
            boolean frozen = freezeState() == Freeze.FROZEN;
            cancelAlarm.run();
            timeout.map(clock.instant()::plus).ifPresentOrElse(this::remember, this::forget);
            if (!frozen) {
                freezeOrThaw();
            }
            deadline().ifPresent(this::arm);
            watch.froze(Freeze.FROZEN);
            return null;
        });
    }

    /** After a failure nobody knows whether the guest is frozen, so that it is thawed at once. */
    private void freezeOrThaw() throws AgentException {
        try {
            line.ask(AgentCommand.of(FREEZE), PATIENCE);
        } catch (AgentException e) {
            if (e.kind() != AgentException.Kind.REFUSED) {
                remember(clock.instant());
            }
            thawOrRetry();
            throw e;
        }
    }

    /** Fails with an {@link AgentException}. */
    public CompletionStage<Void> thaw() {
        return line.submit(() -> {
            thawNow();
            return null;
        });
    }

    private void thawNow() throws AgentException {
        line.ask(AgentCommand.of(THAW), PATIENCE);
        cancelAlarm.run();
        forget();
        watch.froze(Freeze.THAWED);
    }

    private void thawOrRetry() {
        try {
            thawNow();
            Log.info().log("the guest's file systems were thawed");
        } catch (AgentException e) {
            Log.warn()
                    .addKeyValue("error", e.getMessage())
                    .log("the guest's file systems are not thawed, trying again");
            cancelAlarm = line.later(TRY_AGAIN, this::thawOrRetry);
        }
    }

    private Freeze freezeState() throws AgentException {
        return Question.FREEZE
                .learn(AgentInfo.NONE, line.ask(AgentCommand.of(STATUS)))
                .agent()
                .freeze();
    }

    private void arm(Instant deadline) {
        var pause = Duration.between(clock.instant(), deadline);
        cancelAlarm = line.later(pause.isNegative() ? Duration.ZERO : pause, this::thawOrRetry);
    }

    private void remember(Instant deadline) {
        var next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(next, deadline.toString());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that cannot be read means that something may be frozen. */
    private Optional<Instant> deadline() {
        try {
            return Files.exists(file) ? Optional.of(Instant.parse(Files.readString(file))) : Optional.empty();
        } catch (IOException | DateTimeParseException e) {
            return Optional.of(clock.instant());
        }
    }
}
