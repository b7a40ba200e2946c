package dev.yadori.service.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the kernel back pages of mapped files that are only read: most of a class archive and of the JVM, which a start goes
 * through once, and whatever was busy later. The kernel keeps them for the next reader, and those that are used come again.
 */
final class CleanPages {
    private static final Logger LOG = LoggerFactory.getLogger(CleanPages.class);
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    /** See madvise(2). */
    private static final int DONTNEED = 4;

    /**
     * Private, not writable, and without a page of the process's own, in memory or swapped (proc_pid_smaps(5)): what the linker has
     * relocated would be lost.
     */
    private static final Pattern CLEAN = Pattern.compile(
            "^(\\p{XDigit}+)-(\\p{XDigit}+) r-[x-]p \\S+ \\S+ \\S+ +/.*\\n"
                    + "(?:[A-Z]\\w*:.*\\n)*?Anonymous: +0 kB\\n(?:[A-Z]\\w*:.*\\n)*?Swap: +0 kB$",
            Pattern.MULTILINE);

    private static final int HEXADECIMAL = 16;

    private CleanPages() {}

    /** Addresses, from the first to the one behind the last. */
    record Range(long from, long to) {}

    static List<Range> in(String mappings) {
        return CLEAN.matcher(mappings)
                .results()
                .map(found -> new Range(
                        Long.parseUnsignedLong(found.group(1), HEXADECIMAL),
                        Long.parseUnsignedLong(found.group(2), HEXADECIMAL)))
                .toList();
    }

    /** Of this process. Nothing depends on it. */
    static void giveBack() {
        try {
            for (var range : in(Files.readString(MAPPINGS))) {
                int _ = (int) Madvise.CALL.invokeExact(range.from(), range.to() - range.from(), DONTNEED);
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("mappings cannot be read");
        } catch (Throwable unexpected) {
            throw new LinkageError("madvise", unexpected);
        }
    }

    /** Linked when it is first called. */
    @SuppressWarnings("restricted")
    private static final class Madvise {
        private static final MethodHandle CALL = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("madvise"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    }
}
