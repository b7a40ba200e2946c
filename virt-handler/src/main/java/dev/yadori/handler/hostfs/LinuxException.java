package dev.yadori.handler.hostfs;

import java.io.IOException;
import java.util.Objects;

/** A system call that failed, with its reason. */
public final class LinuxException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Errno errno;

    LinuxException(String call, String subject, int number) {
        super("%s of %s: %s (errno %d)".formatted(call, subject, words(Errno.of(number)), number));
        this.errno = Errno.of(number);
    }

    /** One sentence: the call, its subject and what was wrong. */
    public String reason() {
        return Objects.requireNonNull(getMessage());
    }

    public Errno errno() {
        return errno;
    }

    private static String words(Errno errno) {
        return switch (errno) {
            case NOT_PERMITTED -> "not permitted";
            case NO_SUCH_FILE -> "no such file";
            case NO_SUCH_PROCESS -> "no such process";
            case NO_SUCH_DEVICE_OR_ADDRESS -> "no such device or address";
            case ACCESS_DENIED -> "access denied";
            case CROSSES_DEVICE -> "leads out of its folder";
            case NO_SUCH_DEVICE -> "no such device";
            case NOT_A_DIRECTORY -> "not a folder";
            case TOO_MANY_LINKS -> "a symbolic link";
            case OTHER -> "failed";
        };
    }
}
