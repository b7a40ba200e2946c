package dev.yadori.virtctl.cluster;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body that comes in chunks, each as soon as it is there. */
final class Chunks extends InputStream {

    private final InputStream input;
    private int left;
    private boolean ended;
    private boolean begun;

    Chunks(InputStream input) {
        this.input = input;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && !ended) {
            next();
        }
        if (ended) {
            return -1;
        }
        int read = input.read(bytes, offset, Math.min(length, left));
        if (read < 0) {
            throw new EOFException("it broke off");
        }
        left -= read;
        return read;
    }

    private void next() throws IOException {
        if (begun && !AnswerHead.line(input).isEmpty()) {
            throw new EOFException("it broke off");
        }
        begun = true;
        left = AnswerHead.length(AnswerHead.line(input).split(";", 2)[0].strip(), 16);
        ended = left == 0;
        while (ended && !AnswerHead.line(input).isEmpty()) {
            // Headers after the body mean nothing here.
        }
    }

    /** All of it, unless it is more than that. */
    static byte[] whole(InputStream input, int most) throws IOException {
        var body = new ByteArrayOutputStream();
        InputStream chunks = new Chunks(input);
        byte[] bytes = new byte[16 * 1024];
        for (int read = chunks.read(bytes); read >= 0; read = chunks.read(bytes)) {
            if (body.size() > most - read) {
                throw new IOException("it says too much");
            }
            body.write(bytes, 0, read);
        }
        return body.toByteArray();
    }
}
