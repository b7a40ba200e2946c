package dev.yadori.api.stream;

import io.netty.buffer.ByteBuf;

/** Told what comes from the far end, on the event loop that it was opened for. */
public interface ByteListener {

    /** A piece that was asked for; the listener releases it. */
    void bytes(ByteBuf bytes);

    /** The line takes bytes again. */
    void ready();

    /** Nothing more comes. */
    void ended(StreamEnd end);
}
