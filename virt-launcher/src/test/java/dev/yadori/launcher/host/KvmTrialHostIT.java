package dev.yadori.launcher.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the trial's guest gets to its end is seen under emulation, where nothing can be in its way. */
class KvmTrialHostIT {
    @TempDir
    Path folder;

    @BeforeEach
    void hasEmulator() {
        assumeThat(Path.of(Programs.EMULATOR)).isExecutable();
    }

    @Test
    void guestGetsToItsEnd() {
        assertThat(new KvmTrial(Programs.EMULATOR, folder).run("tcg", "max")).isEqualTo(new Acceleration.Usable());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void processorWithoutLongModeIsNotEnough() {
        assertThat(new KvmTrial(Programs.EMULATOR, folder).run("tcg", "pentium"))
                .isInstanceOf(Acceleration.Unusable.class);
    }

    @Test
    void acceleratorThatIsNotThereIsUnusable() {
        assertThat(new KvmTrial(Programs.EMULATOR, folder).run("nothing", "host"))
                .isEqualTo(new Acceleration.Unusable("the emulator of a trial ended with status 1"));
    }
}
