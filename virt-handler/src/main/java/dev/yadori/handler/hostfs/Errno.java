package dev.yadori.handler.hostfs;

/** Error numbers of Linux that callers tell apart; the same on every architecture that Yadori runs on. */
public enum Errno {
    NOT_PERMITTED(1),
    NO_SUCH_FILE(2),
    NO_SUCH_PROCESS(3),
    NO_SUCH_DEVICE_OR_ADDRESS(6),
    ACCESS_DENIED(13),
    CROSSES_DEVICE(18),
    NO_SUCH_DEVICE(19),
    NOT_A_DIRECTORY(20),
    TOO_MANY_LINKS(40),
    OTHER(0);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    static Errno of(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno;
            }
        }
        return OTHER;
    }
}
