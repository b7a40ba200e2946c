package dev.yadori.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    private static final Launch LAUNCH = new Launch(new UUID(1, 2), new UUID(3, 4), true, Duration.ofMillis(1500));

    @TempDir
    Path folder;

    @Test
    void youngLauncherRemembersNothing() {
        assertThat(journal().read()).isEmpty();
    }

    @Test
    void whatWasWrittenLastIsRead() {
        var entry = new Journal.Entry(LAUNCH, true, true, Optional.of(Instant.parse("2026-01-01T00:00:00.123456Z")));
        journal().write(Journal.Entry.startOf(LAUNCH));

        journal().write(entry);

        assertThat(journal().read()).contains(entry);
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void fileThatIsNoJournalIsNamed() throws IOException {
        Files.writeString(file(), "domain=x");

        assertThatThrownBy(() -> journal().read()).hasMessageContaining(file().toString());
    }

    private FileJournal journal() {
        return new FileJournal(file());
    }

    private Path file() {
        return folder.resolve("journal");
    }
}
