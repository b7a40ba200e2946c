package dev.yadori.handler.hostfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorTest {

    @TempDir
    private Path folder;

    @AfterEach
    void nothingIsLeftOpen() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.map(DescriptorTest::target).filter(target -> target.startsWith(folder)))
                    .isEmpty();
        }
    }

    @Test
    void textIsReadWhole() throws IOException {
        String text = "päkt\n".repeat(2000);
        Files.writeString(folder.resolve("file"), text);
        assertThat(read("file", 12_000)).isEqualTo(text);
    }

    @Test
    void textThatJustFitsIsRead() throws IOException {
        Files.writeString(folder.resolve("file"), "12345");
        assertThat(read("file", 5)).isEqualTo("12345");
    }

    @Test
    void textBeyondTheLimitIsNotRead() throws IOException {
        Files.writeString(folder.resolve("file"), "123456");
        assertThatThrownBy(() -> read("file", 5)).hasMessage("file has more than 5 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "../outside, CROSSES_DEVICE",
        "/etc/hostname, CROSSES_DEVICE",
        "below/../../outside, CROSSES_DEVICE",
        "link, TOO_MANY_LINKS",
        "linked/file, TOO_MANY_LINKS",
        "absent, NO_SUCH_FILE",
        "below/file/more, NOT_A_DIRECTORY",
    })
    void pathThatLeavesTheFolderIsNotOpened(String path, Errno errno) throws IOException {
        Files.createDirectory(folder.resolve("below"));
        Files.createFile(folder.resolve("below/file"));
        Files.createSymbolicLink(folder.resolve("linked"), Path.of("below"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("below/file"));
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> read(path, 10))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(errno))
                .withMessageContaining(path);
    }

    @Test
    void upAndDownWithinTheFolderIsFine() throws IOException {
        Files.createDirectory(folder.resolve("below"));
        Files.writeString(folder.resolve("file"), "here");
        assertThat(read("below/../file", 10)).isEqualTo("here");
    }

    @Test
    void factsAreThoseOfTheFile() throws IOException {
        Files.createFile(folder.resolve("file"));
        try (Descriptor root = Descriptor.openTrusted(folder);
                Descriptor file = root.locateBeneath("file")) {
            FileFacts facts = file.facts();
            assertThat(facts.kind()).isEqualTo(FileFacts.Kind.REGULAR);
            assertThat(facts.owner()).isEqualTo(((Integer) Files.getAttribute(folder, "unix:uid")).longValue());
            assertThat(facts.place().inode()).isEqualTo(Files.getAttribute(folder.resolve("file"), "unix:ino"));
            assertThat(root.facts().place()).isNotEqualTo(facts.place());
            assertThat(Path.of(file.pathForChildren())).hasSameBinaryContentAs(folder.resolve("file"));
        }
    }

    @Test
    void closedDescriptorIsNoLongerUsed() throws IOException {
        Descriptor root = Descriptor.openTrusted(folder);
        root.close();
        root.close();
        assertThatIllegalStateException().isThrownBy(root::facts).withMessageContaining("is closed");
    }

    private String read(String path, int limit) throws IOException {
        try (Descriptor root = Descriptor.openTrusted(folder);
                Descriptor file = root.openBeneath(path)) {
            return file.readText(limit);
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closedMeanwhile) {
            return Path.of("/closed");
        }
    }
}
