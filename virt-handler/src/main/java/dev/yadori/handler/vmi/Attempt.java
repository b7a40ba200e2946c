package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.LauncherException;
import java.time.Instant;

/** How far this process is with starting one guest. */
public sealed interface Attempt {

    /** It has not tried. */
    record None() implements Attempt {}

    /** It tries. */
    record Running(int count) implements Attempt {}

    /** It has failed. */
    record Failed(LauncherException.Kind kind, String reason, String message, Try last) implements Attempt {
        /**
         * The last time.
         *
         * @param count how often in a row
         * @param generation of the object that was tried
         */
        public record Try(Instant at, int count, long generation) {}
    }

    /** The launcher has started it. */
    record Done() implements Attempt {}
}
