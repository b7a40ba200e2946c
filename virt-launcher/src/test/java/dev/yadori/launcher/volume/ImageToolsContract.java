package dev.yadori.launcher.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.yadori.launcher.volume.ImageTools.Backing;
import dev.yadori.launcher.volume.ImageTools.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for the real tools and for the fake alike. */
public abstract class ImageToolsContract {
    private static final long MEBI = 1 << 20;
    private static final int LABEL = 32_808;

    @TempDir
    Path folder;

    protected abstract ImageTools tools();

    protected Path folder() {
        return folder;
    }

    @Test
    void bytesWithoutAHeaderAreRaw() throws IOException {
        var image = Files.write(folder.resolve("disk.img"), new byte[4096]);
        assertThat(tools().inspect(image)).isEqualTo(new DiskInfo("raw", 4096, Optional.empty(), Optional.empty()));
    }

    @Test
    void anEmptyDiskHasItsCapacity() throws IOException {
        var image = folder.resolve("disk.qcow2");
        tools().createQcow2(image, 5 * MEBI);
        assertThat(tools().inspect(image))
                .isEqualTo(new DiskInfo("qcow2", 5 * MEBI, Optional.empty(), Optional.empty()));
    }

    @Test
    void anOverlayNamesWhatIsBelow() throws IOException {
        var overlay = folder.resolve("overlay.qcow2");
        var below = folder.resolve("not there.img");
        tools().createOverlay(overlay, new Backing(below, Format.RAW, 3 * MEBI));
        assertThat(tools().inspect(overlay))
                .isEqualTo(new DiskInfo("qcow2", 3 * MEBI, Optional.of(below.toString()), Optional.empty()));
    }

    @Test
    void anOverlayIsNotTakenForAStandaloneImage() throws IOException {
        var overlay = folder.resolve("overlay.qcow2");
        tools().createOverlay(overlay, new Backing(folder.resolve("below.qcow2"), Format.QCOW2, MEBI));
        assertThat(ImageHeader.of(Files.readAllBytes(overlay)).refusal()).isPresent();
    }

    @Test
    void anImageThatIsNotThereIsAnError() {
        assertThatIOException().isThrownBy(() -> tools().inspect(folder.resolve("nothing")));
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        var image = folder.resolve("nowhere/disk.qcow2");
        assertThatIOException().isThrownBy(() -> tools().createQcow2(image, MEBI));
    }

    @Test
    void anIsoHasItsLabelAndWholeBlocksAndItsFiles() throws IOException {
        var image = folder.resolve("seed.iso");
        tools().createIso(
                        image,
                        IsoContent.of(
                                "cidata",
                                Map.of(
                                        "user-data",
                                        "#cloud-config of a test".getBytes(StandardCharsets.UTF_8),
                                        "a/b/c",
                                        new byte[0])));
        var bytes = Files.readAllBytes(image);
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(bytes.length).isPositive().isEqualTo(bytes.length / 4096 * 4096);
        assertThat(text.substring(LABEL, LABEL + 32).strip()).isEqualTo("cidata");
        assertThat(text).contains("user-data", "#cloud-config of a test");
    }

    @Test
    void theSameContentGivesTheSameBytes() throws IOException {
        var content = IsoContent.of("cidata", Map.of("user-data", new byte[] {1, 2, 3}));
        var first = folder.resolve("first.iso");
        var second = folder.resolve("second.iso");
        tools().createIso(first, content);
        tools().createIso(second, content);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    @Test
    void nothingButTheImageIsLeft() throws IOException {
        tools().createIso(folder.resolve("seed.iso"), IsoContent.of("cidata", Map.of("user-data", new byte[1])));
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("seed.iso"));
        }
    }
}
