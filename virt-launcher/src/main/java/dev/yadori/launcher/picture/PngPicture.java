package dev.yadori.launcher.picture;

import com.google.protobuf.ByteString;
import dev.yadori.launcher.picture.PictureException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a picture as the emulator gives it, PNG or PPM (P6), and gives PNG. A PPM is compressed as it comes, so that a large
 * screen takes little memory.
 */
public final class PngPicture extends OutputStream {
    /** Of a P6: magic, width, height and the highest value, in decimal, each followed by white space. */
    private static final Pattern PPM = Pattern.compile("P6\\s+(\\d{1,5})\\s+(\\d{1,5})\\s+255\\s");

    private static final int LONGEST_HEADER = 32;
    private static final int LONGEST_SIDE = 16384;

    private final BoundedBytes png;
    private final byte[] header = new byte[LONGEST_HEADER];
    private int headerLength;
    private boolean isPng;
    private @Nullable PngWriter writer;
    private byte[] row = {};
    private int rowLength;
    private int rowsLeft;

    /** At most so many bytes of PNG. */
    public PngPicture(int limit) {
        png = new BoundedBytes(limit);
    }

    /** The whole, once all has been written. */
    public ByteString png() throws IOException {
        if (isPng) {
            return png.kept();
        }
        if (writer == null || rowsLeft > 0) {
            throw new PictureException(Reason.UNKNOWN_FORMAT, "the picture is not complete");
        }
        writer.finish();
        return png.kept();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] some, int offset, int length) throws IOException {
        int at = offset;
        while (at < offset + length && !isPng && writer == null) {
            header(some[at]);
            at++;
        }
        int rest = offset + length - at;
        if (isPng) {
            png.write(some, at, rest);
        } else if (rest > 0) {
            pixels(some, at, rest);
        }
    }

    private void header(byte next) throws IOException {
        if (headerLength == header.length) {
            throw new PictureException(Reason.UNKNOWN_FORMAT, "neither PNG nor PPM");
        }
        header[headerLength] = next;
        headerLength++;
        if (headerLength == PngWriter.SIGNATURE.length
                && Arrays.equals(header, 0, headerLength, PngWriter.SIGNATURE, 0, headerLength)) {
            isPng = true;
            png.write(header, 0, headerLength);
            return;
        }
        var ppm = PPM.matcher(new String(header, 0, headerLength, StandardCharsets.ISO_8859_1));
        if (ppm.matches()) {
            begin(Integer.parseInt(ppm.group(1)), Integer.parseInt(ppm.group(2)));
        }
    }

    private void begin(int width, int height) throws IOException {
        if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE) {
            throw new PictureException(Reason.TOO_LARGE, "a screen of " + width + " by " + height);
        }
        row = new byte[width * PngWriter.BYTES_A_PIXEL];
        rowsLeft = height;
        writer = new PngWriter(png, width, height);
    }

    private void pixels(byte[] some, int offset, int length) throws IOException {
        int at = offset;
        while (at < offset + length && rowsLeft > 0 && writer != null) {
            int part = Math.min(row.length - rowLength, offset + length - at);
            System.arraycopy(some, at, row, rowLength, part);
            at += part;
            rowLength += part;
            if (rowLength == row.length) {
                writer.row(row);
                rowLength = 0;
                rowsLeft--;
            }
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
