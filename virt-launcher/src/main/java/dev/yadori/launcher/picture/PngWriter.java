package dev.yadori.launcher.picture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes a PNG of 8 bits a colour, row by row, holding no more than two rows. */
final class PngWriter implements AutoCloseable {
    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    static final int BYTES_A_PIXEL = 3;

    private static final int CHUNK = 32 * 1024;
    private static final byte DEPTH = 8;
    private static final byte TRUE_COLOUR = 2;

    /** Each byte less the one above it: screens are mostly columns of the same. */
    private static final byte FILTER_UP = 2;

    private final OutputStream out;
    private final Deflater deflater = new Deflater();
    private final byte[] chunk = new byte[CHUNK];
    private final byte[] above;
    private final byte[] filtered;

    PngWriter(OutputStream out, int width, int height) throws IOException {
        this.out = out;
        above = new byte[width * BYTES_A_PIXEL];
        filtered = new byte[1 + above.length];
        filtered[0] = FILTER_UP;
        out.write(SIGNATURE);
        var header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(DEPTH)
                .put(TRUE_COLOUR)
                .array();
        chunk("IHDR", header, header.length);
    }

    /** Red, green and blue of each pixel. */
    void row(byte[] pixels) throws IOException {
        for (int i = 0; i < above.length; i++) {
            filtered[i + 1] = (byte) (pixels[i] - above[i]);
        }
        System.arraycopy(pixels, 0, above, 0, above.length);
        deflater.setInput(filtered);
        while (!deflater.needsInput()) {
            compressed();
        }
    }

    void finish() throws IOException {
        deflater.finish();
        while (!deflater.finished()) {
            compressed();
        }
        chunk("IEND", chunk, 0);
    }

    private void compressed() throws IOException {
        int length = deflater.deflate(chunk);
        if (length > 0) {
            chunk("IDAT", chunk, length);
        }
    }

    private void chunk(String type, byte[] data, int length) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data, 0, length);
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        out.write(name);
        out.write(data, 0, length);
        out.write(
                ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
    }

    /** zlib's memory is outside the heap. */
    @Override
    public void close() {
        deflater.end();
    }
}
