package dev.yadori.launcher.volume;

import java.nio.file.Path;

/** Asks the kernel whether a file or device can be read past the page cache. */
@FunctionalInterface
public interface DirectIo {
    boolean works(Path path);
}
