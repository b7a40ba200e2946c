package dev.yadori.handler.migration;

import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

/** Messages with their length before them. */
final class Frames {
    private static final int LONGEST = 16 * 1024;
    private static final int LENGTH = 4;

    private Frames() {}

    static LengthFieldBasedFrameDecoder decoder() {
        return new LengthFieldBasedFrameDecoder(LONGEST, 0, LENGTH, 0, LENGTH);
    }

    static ByteBuf of(MessageLite message) {
        byte[] bytes = message.toByteArray();
        return Unpooled.buffer(LENGTH + bytes.length).writeInt(bytes.length).writeBytes(bytes);
    }

    static byte[] bytes(ByteBuf frame) {
        try {
            return ByteBufUtil.getBytes(frame);
        } finally {
            frame.release();
        }
    }
}
