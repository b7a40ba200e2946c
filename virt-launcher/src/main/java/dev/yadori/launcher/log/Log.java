package dev.yadori.launcher.log;

import java.io.PrintStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line an event: time, level, message, then keys with values. Instead of a logging framework, whose classes would count
 * once per guest.
 */
public final class Log {
    private static final PrintStream OUT = System.err;

    private final StringBuilder line;
    private @Nullable Throwable cause;

    private Log(String level) {
        line = new StringBuilder(160).append(level);
    }

    public static Log info() {
        return new Log("info");
    }

    public static Log warn() {
        return new Log("warn");
    }

    public static Log error() {
        return new Log("error");
    }

    public Log addKeyValue(String key, Object value) {
        line.append(' ').append(key).append('=').append(quoted(value.toString()));
        return this;
    }

    /** Its stack trace follows the line. */
    public Log setCause(Throwable thrown) {
        cause = thrown;
        return this;
    }

    /** Writes the line. */
    public void log(String message) {
        int levelEnd = line.indexOf(" ");
        var text = " msg=" + quoted(message);
        if (levelEnd < 0) {
            line.append(text);
        } else {
            line.insert(levelEnd, text);
        }
        OUT.println("time=" + Instant.now() + " level=" + line);
        if (cause != null) {
            cause.printStackTrace(OUT);
        }
    }

    private static String quoted(String value) {
        if (!value.isEmpty() && value.chars().allMatch(Log::isPlain)) {
            return value;
        }
        var quoted = new StringBuilder(value.length() + 2).append('"');
        value.chars().forEach(character -> {
            switch (character) {
                case '"', '\\' -> quoted.append('\\').append((char) character);
                case '\n' -> quoted.append("\\n");
                default -> quoted.append(character < ' ' ? '?' : (char) character);
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isPlain(int character) {
        return character > ' ' && character < 0x7f && character != '"' && character != '=' && character != '\\';
    }
}
