package dev.yadori.launcher.volume.iso;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yadori.launcher.volume.IsoContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be seen without a reader; IsoImageHostIT has readers. */
class IsoImageTest {
    private static final int SECTOR = 2048;

    private static byte[] image(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        IsoImage.write(IsoContent.of("config-2", files), bytes);
        return bytes.toByteArray();
    }

    private static String text(byte[] bytes, int at, int length) {
        return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    }

    /** Of an image that xorriso and Linux were seen to read. A change of these bytes has to be tried with both. */
    @Test
    void theBytesAreTheSameForEver() throws Exception {
        var files =
                Map.of("openstack/latest/user_data", "#!/bin/sh\n".getBytes(UTF_8), "n".repeat(250), new byte[3000]);
        var digest = MessageDigest.getInstance("SHA-256").digest(image(files));
        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("5084c772b488be726a487715540f59a3dab9476fecf4b3e6cefdc039f62a1212");
    }

    @Test
    void bothLabelsAreThere() throws IOException {
        var bytes = image(Map.of());
        assertThat(text(bytes, 16 * SECTOR + 1, 5)).isEqualTo("CD001");
        assertThat(text(bytes, 16 * SECTOR + 40, 32).strip()).isEqualTo("config-2");
        assertThat(new String(bytes, 17 * SECTOR + 40, 32, StandardCharsets.UTF_16BE).strip())
                .isEqualTo("config-2");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 2049, 4096, 10_000})
    void theSizeIsThatOfWholeBlocks(int bytes) throws IOException {
        assertThat(image(Map.of("file", new byte[bytes])).length % 4096).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a\0b"})
    void whatIsNoPathIsRefused(String path) {
        var files = Map.of(path, new byte[1]);
        assertThatIllegalArgumentException().isThrownBy(() -> IsoContent.of("cidata", files));
    }

    @Test
    void aNameIsNoFileAndFolderAtOnce() {
        var files = Map.of("a", new byte[1], "a/b", new byte[1]);
        assertThatIllegalArgumentException().isThrownBy(() -> image(files));
    }

    @Test
    void aNameOfMoreThan255CharactersIsRefused() {
        var files = Map.of("n".repeat(256), new byte[1]);
        assertThatIllegalArgumentException().isThrownBy(() -> IsoContent.of("cidata", files));
    }
}
