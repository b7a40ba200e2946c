package dev.yadori.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.LauncherConfig.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LauncherConfigTest {
    private static final UUID UID = new UUID(1, 2);

    @Test
    void guestToServe() {
        assertThat(command("--name", "vm", "--namespace", "default", "--uid", UID.toString()))
                .isEqualTo(new Command.Serve("vm", "default", UID));
    }

    @Test
    void nodeToProbe() {
        assertThat(command("probe-node", "--out", "/out")).isEqualTo(new Command.ProbeNode(Path.of("/out")));
    }

    @Test
    void versionAndHelp() {
        assertThat(command("--version")).isEqualTo(new Command.Version());
        assertThat(command("--help")).isEqualTo(new Command.Help());
    }

    @Test
    void allThatIsWrongIsSaid() {
        assertThat(command("--name", "vm", "--color", "red"))
                .isEqualTo(new Command.Wrong(
                        List.of("--color: no such option", "--namespace: is required", "--uid: is required")));
    }

    @Test
    void uidThatIsNoneIsSaid() {
        assertThat(command("--name", "vm", "--namespace", "default", "--uid", "7"))
                .isEqualTo(new Command.Wrong(List.of("--uid: '7' is no UUID")));
    }

    @Test
    void optionWithoutValueIsSaid() {
        assertThat(command("probe-node", "--out")).isEqualTo(new Command.Wrong(List.of("--out: no value")));
    }

    private static Command command(String... arguments) {
        return LauncherConfig.command(List.of(arguments));
    }
}
