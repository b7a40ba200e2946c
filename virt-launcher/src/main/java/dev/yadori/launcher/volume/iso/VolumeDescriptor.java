package dev.yadori.launcher.volume.iso;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The sectors in which a hierarchy begins (ECMA-119 sections 8.4 and 8.5). */
record VolumeDescriptor(String label, int volumeSectors, FolderRecords folders, int pathTable) {
    private static final String TIME = "1980010100000000";
    private static final int VERSION = 881;

    byte[] primary() {
        return filled(1, StandardCharsets.US_ASCII, label).array();
    }

    /** The escape sequence says UCS-2 level 3. A label has room for 16 characters. */
    byte[] joliet() {
        var label16 = label.substring(0, Math.min(label.length(), 16));
        return filled(2, StandardCharsets.UTF_16BE, label16)
                .put(88, new byte[] {'%', '/', 'E'})
                .array();
    }

    static byte[] terminator() {
        return begun(255).array();
    }

    private static ByteBuffer begun(int type) {
        return ByteBuffer.allocate(IsoBytes.SECTOR)
                .put((byte) type)
                .put("CD001".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1);
    }

    private ByteBuffer filled(int type, Charset charset, String name) {
        var bytes = begun(type);
        text(bytes, 8, 32, charset, "");
        text(bytes, 40, 32, charset, name);
        IsoBytes.both32(bytes.position(80), volumeSectors);
        IsoBytes.both16(bytes.position(120), 1);
        IsoBytes.both16(bytes, 1);
        IsoBytes.both16(bytes, IsoBytes.SECTOR);
        IsoBytes.both32(bytes, folders.pathTableLength());
        bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(140, pathTable);
        bytes.order(ByteOrder.BIG_ENDIAN).putInt(148, pathTable + IsoBytes.sectors(folders.pathTableLength()));
        bytes.put(156, folders.root());
        for (int at = 190; at < 702; at += 128) {
            text(bytes, at, 128, charset, "");
        }
        for (int at = 702; at < 813; at += 37) {
            text(bytes, at, 37, charset, "");
        }
        bytes.put(813, TIME.getBytes(StandardCharsets.US_ASCII));
        bytes.put(830, TIME.getBytes(StandardCharsets.US_ASCII));
        for (int at = 847; at < VERSION; at += 17) {
            bytes.put(at, "0".repeat(16).getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.put(VERSION, (byte) 1);
    }

    private static void text(ByteBuffer bytes, int at, int length, Charset charset, String text) {
        var field = new byte[length];
        var blank = " ".getBytes(charset);
        for (int i = 0; i + blank.length <= length; i += blank.length) {
            System.arraycopy(blank, 0, field, i, blank.length);
        }
        var value = text.getBytes(charset);
        System.arraycopy(value, 0, field, 0, Math.min(value.length, length));
        bytes.put(at, Arrays.copyOf(field, length));
    }
}
