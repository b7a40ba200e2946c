package dev.yadori.handler.launcher;

import com.google.protobuf.ByteString;

/** This side of an open serial line or screen. */
public interface GuestLine {

    /** Whether input would be taken now; where it is not, it is kept in memory all the same. */
    boolean isReady();

    /** What was typed. */
    void input(ByteString bytes);

    /** Allows so many more calls of {@link LineListener#output}. The first is allowed from the beginning. */
    void request(int count);

    /** Hangs up. */
    void close();
}
