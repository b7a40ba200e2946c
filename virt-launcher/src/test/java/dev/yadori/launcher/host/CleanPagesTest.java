package dev.yadori.launcher.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.host.CleanPages.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanPagesTest {

    @ParameterizedTest
    @CsvSource({
        "r-xp, /opt/java/lib/server/libjvm.so, true",
        "r--p, /opt/yadori/classes.jsa,        true",
        "rw-p, /opt/yadori/classes.jsa,        false",
        "r--p, /opt/java/lib/server/libjvm.so, false",
        "r--s, /opt/java/lib/modules,          false",
        "rwxp, '',                             false",
        "r-xp, [vdso],                         false"
    })
    void codeAndClassesThatAreOnlyReadAreClean(String permissions, String file, boolean clean) {
        var line = "7f0000000000-7f0000002000 %s 00001000 00:105 933903          %s".formatted(permissions, file);

        assertThat(CleanPages.clean(line))
                .isEqualTo(clean ? Optional.of(new Range(0x7f0000000000L, 0x7f0000002000L)) : Optional.empty());
    }

    @Test
    void thisProcessIsSmallerAfterwardsAndGoesOn() throws IOException {
        long before = residentOfFiles();

        CleanPages.giveBack();

        assertThat(residentOfFiles()).isLessThan(before);
    }

    /** KiB. */
    private static long residentOfFiles() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssFile:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
