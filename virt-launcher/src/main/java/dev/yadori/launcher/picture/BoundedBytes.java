package dev.yadori.launcher.picture;

import com.google.protobuf.ByteString;
import java.io.OutputStream;

/** Keeps what is written, up to a limit, in parts that are never copied. */
final class BoundedBytes extends OutputStream {
    private static final int PART = 32 * 1024;

    private final ByteString.Output bytes = ByteString.newOutput(PART);
    private final int limit;

    BoundedBytes(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int one) throws PictureException {
        require(1);
        bytes.write(one);
    }

    @Override
    public void write(byte[] some, int offset, int length) throws PictureException {
        require(length);
        bytes.write(some, offset, length);
    }

    private void require(int more) throws PictureException {
        if (bytes.size() + more > limit) {
            throw new PictureException(
                    PictureException.Reason.TOO_LARGE, "the picture takes more than " + limit + " bytes as PNG");
        }
    }

    ByteString kept() {
        return bytes.toByteString();
    }
}
