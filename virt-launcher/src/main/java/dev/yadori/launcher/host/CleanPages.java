package dev.yadori.launcher.host;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gives the kernel back what was mapped of the launcher's programs and classes while a guest was started. They are gone through
 * once for that, and hardly ever while the guest runs; what is needed comes again.
 */
public final class CleanPages {
    private static final Path MAPPINGS = Path.of("/proc/self/maps");
    private static final String CLASSES = "classes.jsa";
    /** See madvise(2). */
    private static final int DONTNEED = 4;

    private static final int HEXADECIMAL = 16;

    private CleanPages() {}

    /** Addresses, from the first to the one behind the last. */
    record Range(long from, long to) {}

    /** Of this process. Nothing depends on it. */
    public static void giveBack() {
        try {
            var madvise = NativeLibrary.getProcess().getFunction("madvise");
            for (var line : Files.readAllLines(MAPPINGS)) {
                var range = clean(line);
                if (range.isPresent()) {
                    long length = range.get().to() - range.get().from();
                    // What is refused, as locked memory is, stays.
                    madvise.invokeInt(
                            new Object[] {new NativeLong(range.get().from()), new NativeLong(length), DONTNEED});
                }
            }
        } catch (IOException e) {
            Log.info().addKeyValue("error", e).log("mappings cannot be read");
        }
    }

    /**
     * What is in a file as it is in memory, of a line of proc_pid_maps(5): code, and the classes that the JVM only reads. Other
     * constants may have been relocated before they became constant, and would be lost.
     */
    static Optional<Range> clean(String line) {
        int code = line.indexOf(" r-xp ");
        int classes = line.indexOf(" r--p ");
        int end = Math.max(code, line.endsWith(CLASSES) ? classes : -1);
        int dash = line.indexOf('-');
        if (end < 0 || line.indexOf('/') < 0) {
            return Optional.empty();
        }
        return Optional.of(new Range(
                Long.parseUnsignedLong(line, 0, dash, HEXADECIMAL),
                Long.parseUnsignedLong(line, dash + 1, end, HEXADECIMAL)));
    }
}
