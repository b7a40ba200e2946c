package dev.yadori.api.guest;

import dev.yadori.api.stream.ByteSource;
import dev.yadori.proto.launcher.v1.AgentInfo;
import java.time.Duration;

/** What can be done with a running guest. Each call blocks until it is done, and fails with {@link GuestCallException}. */
public interface Guests {

    /**
     * The serial line.
     *
     * @param replayBytes of what was said before that are shown first, at most
     */
    ByteSource console(GuestPlace guest, int replayBytes);

    /**
     * The screen, by RFB.
     *
     * @param preserveSession leaves a screen that is shown elsewhere there
     */
    ByteSource screen(GuestPlace guest, boolean preserveSession);

    /** The screen as it is now, as a PNG image. */
    byte[] screenshot(GuestPlace guest, boolean moveCursor);

    void pause(GuestPlace guest);

    void resume(GuestPlace guest);

    void reset(GuestPlace guest);

    void reboot(GuestPlace guest);

    /**
     * Brings the file systems to rest.
     *
     * @param thawAfter zero: never by itself
     */
    void freeze(GuestPlace guest, Duration thawAfter);

    void thaw(GuestPlace guest);

    AgentInfo agent(GuestPlace guest);
}
