package dev.yadori.launcher.volume;

import java.nio.file.Path;

/** Paths as a specification names them: absolute and without detours. */
final class AbsolutePath {
    private AbsolutePath() {}

    static Path of(String subject, String text) {
        if (text.indexOf('\0') >= 0) {
            throw MediaException.invalid(subject, "a path with a NUL character");
        }
        var path = Path.of(text);
        if (!path.isAbsolute() || !path.equals(path.normalize()) || path.getNameCount() == 0) {
            throw MediaException.invalid(subject, "'" + text + "' is not an absolute path");
        }
        return path;
    }
}
