package dev.yadori.launcher.lifecycle;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** The journal as a file of properties, replaced by renaming. */
public final class FileJournal implements Journal {
    private final Path file;

    public FileJournal(Path file) {
        this.file = file;
    }

    @Override
    public Optional<Entry> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
            return Optional.of(entry(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new IllegalStateException(file + " is not a journal: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(Entry entry) {
        var properties = new Properties();
        properties.setProperty("domain", entry.launch().domain().toString());
        properties.setProperty("object", entry.launch().object().toString());
        properties.setProperty("startPaused", Boolean.toString(entry.launch().startPaused()));
        properties.setProperty("grace", entry.launch().grace().toString());
        properties.setProperty("started", Boolean.toString(entry.started()));
        properties.setProperty("resumed", Boolean.toString(entry.resumed()));
        entry.move().ifPresent(move -> {
            properties.setProperty("migration", move.migration().toString());
            properties.setProperty("migrationStep", move.step().name());
            properties.setProperty("pausedByUser", Boolean.toString(move.pausedByUser()));
        });
        entry.endsBy().ifPresent(instant -> properties.setProperty("endsBy", instant.toString()));
        var text = new StringWriter();
        var next = file.resolveSibling(file.getFileName() + ".new");
        try {
            properties.store(text, null);
            Files.writeString(next, text.toString());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(Properties properties) {
        var launch = new Launch(
                UUID.fromString(value(properties, "domain")),
                UUID.fromString(value(properties, "object")),
                Boolean.parseBoolean(value(properties, "startPaused")),
                Duration.parse(value(properties, "grace")));
        return new Entry(
                launch,
                Boolean.parseBoolean(value(properties, "started")),
                Boolean.parseBoolean(value(properties, "resumed")),
                Optional.ofNullable(properties.getProperty("endsBy")).map(Instant::parse),
                Optional.ofNullable(properties.getProperty("migration"))
                        .map(migration -> new Move(
                                UUID.fromString(migration),
                                Move.Step.valueOf(value(properties, "migrationStep")),
                                Boolean.parseBoolean(value(properties, "pausedByUser")))));
    }

    private static String value(Properties properties, String key) {
        var value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }
}
