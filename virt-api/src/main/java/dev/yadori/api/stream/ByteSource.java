package dev.yadori.api.stream;

import io.netty.channel.EventLoop;

/** The far end of a stream, found and not opened yet. Exactly one of its methods is called, once. */
public interface ByteSource {

    /**
     * Opens it.
     *
     * @param loop on which the listener is called, and from which the line is used
     */
    ByteLine open(EventLoop loop, ByteListener listener);

    /** Gives it up: nobody wants it any more. */
    void abandon();
}
