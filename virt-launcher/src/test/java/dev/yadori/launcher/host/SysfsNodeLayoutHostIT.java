package dev.yadori.launcher.host;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;

/** On this machine. */
class SysfsNodeLayoutHostIT extends NodeLayoutContract {
    @BeforeAll
    static void isLinux() {
        assumeThat(Files.exists(Path.of("/proc/self/status"))).isTrue();
    }

    @Override
    protected NodeLayout layout() {
        return SysfsNodeLayout.inPod();
    }
}
