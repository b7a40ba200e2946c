package dev.yadori.handler.launcher;

import com.google.protobuf.ByteString;
import java.util.Optional;

/** The other side of an open serial line or screen. Called one at a time. */
public interface LineListener {

    /** What the guest has said or shows. */
    void output(ByteString bytes);

    /** Input would be taken again. */
    void ready();

    /** The last call. Empty where the line has ended as it should. */
    void ended(Optional<LauncherException> why);
}
