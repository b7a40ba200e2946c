package dev.yadori.launcher.volume.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.yadori.launcher.volume.DiskInfo;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskInfoReaderTest {
    @Test
    void everythingThatMattersIsRead() throws IOException {
        var json = """
                {"virtual-size": 1048576, "children": [{"name": "file"}], "format": "qcow2", "dirty-flag": false,
                 "backing-filename": "/base", "format-specific": {"type": "qcow2",
                 "data": {"compat": "1.1", "data-file": "/data", "data-file-raw": true}}}
                """;
        assertThat(DiskInfoReader.read(json))
                .isEqualTo(new DiskInfo("qcow2", 1_048_576, Optional.of("/base"), Optional.of("/data")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"format\": \"raw\"}",
                "{\"format\": {}, \"virtual-size\": 1}",
                "{\"format\": \"raw\", \"virtual-size\": \"much\"}",
                "{\"format\": \"raw\", \"virtual-size\": 1"
            })
    void anythingElseIsAnError(String json) {
        assertThatIOException().isThrownBy(() -> DiskInfoReader.read(json));
    }
}
