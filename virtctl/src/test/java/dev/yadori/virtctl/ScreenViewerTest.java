package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenViewerTest {

    @ParameterizedTest
    @CsvSource({
        ",,remote-viewer vnc://127.0.0.1:5900;vncviewer 127.0.0.1:5900",
        "tiger,,vncviewer 127.0.0.1:5900",
        "remote-viewer,/opt/rv,/opt/rv vnc://127.0.0.1:5900",
        "real,/opt/real,/opt/real 127.0.0.1:5900 -WarnUnencrypted=0 -Shared=0 -ShareFiles=0",
        ",/opt/mine,/opt/mine 127.0.0.1:5900",
        ",/usr/bin/remote-viewer,/usr/bin/remote-viewer vnc://127.0.0.1:5900"
    })
    void eachViewerIsToldInItsWay(String type, String path, String commands) {
        var viewers = ScreenViewer.chosen(Optional.ofNullable(type), Optional.ofNullable(path));

        assertThat(viewers.stream().map(viewer -> String.join(" ", viewer.command("127.0.0.1:5900"))))
                .containsExactly(commands.split(";"));
    }

    @Test
    void anUnknownOneIsRefused() {
        assertThatThrownBy(() -> ScreenViewer.chosen(Optional.of("spice"), Optional.empty()))
                .hasMessage("--vnc-type 'spice' must be one of remote-viewer, tiger, real, chicken");
    }
}
