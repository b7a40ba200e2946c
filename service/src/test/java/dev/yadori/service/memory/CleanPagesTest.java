package dev.yadori.service.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.service.memory.CleanPages.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanPagesTest {
    private static final String MAPPING = """
            7f0000000000-7f0000002000 %s 00001000 00:105 933903 %s
            Size:                  8 kB
            Rss:                   8 kB
            Private_Clean:         8 kB
            Private_Dirty:         0 kB
            Anonymous:     %9d kB
            AnonHugePages:         0 kB
            Swap:          %9d kB
            SwapPss:               0 kB
            VmFlags: rd mr mw me
            """;

    @ParameterizedTest
    @CsvSource({
        "r--p, /opt/yadori/classes.jsa,        0, 0, true",
        "r-xp, /opt/java/lib/server/libjvm.so, 0, 0, true",
        "r-xp, /lib/with a space.so,           0, 0, true",
        "rw-p, /opt/yadori/classes.jsa,        0, 0, false",
        "r--s, /opt/java/lib/modules,          0, 0, false",
        "r--p, /opt/java/lib/server/libjvm.so, 4, 0, false",
        "r--p, /opt/java/lib/server/libjvm.so, 0, 4, false",
        "r-xp, [vdso],                         0, 0, false",
        "r--p, '',                             0, 0, false"
    })
    void onlyWhatTheFileStillHasIsClean(String permissions, String file, int anonymous, int swapped, boolean clean) {
        var another = MAPPING.formatted("rw-p", "/another", 4, 4);
        var mappings = another + MAPPING.formatted(permissions, file, anonymous, swapped) + another;

        assertThat(CleanPages.in(mappings).contains(new Range(0x7f0000000000L, 0x7f0000002000L)))
                .isEqualTo(clean);
    }

    @Test
    void thisProcessIsSmallerAfterwardsAndGoesOn() throws IOException {
        long before = residentOfFiles();

        CleanPages.giveBack();

        assertThat(residentOfFiles()).isLessThan(before);
    }

    private static long residentOfFiles() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssFile:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
