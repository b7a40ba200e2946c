package dev.yadori.launcher.volume.iso;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Names and modes as POSIX has them, in the system use field of records. Everything belongs to root. */
final class RockRidge {
    private static final int FOLDER_MODE = 0040755;
    private static final int FILE_MODE = 0100644;
    private static final int PX_LENGTH = 36;
    private static final int NM_HEADER = 5;
    private static final int NAME_GOES_ON = 1;

    /** What is left in a record beside an identifier of 12 bytes, PX and the lead to a continuation. */
    private static final int LONGEST_NAME_IN_RECORD = 140;

    private final Continuation continuation;

    RockRidge(Continuation continuation) {
        this.continuation = continuation;
    }

    /** Of the record that a folder has for itself; the root's says that all this is there. */
    byte[] self(IsoNode folder) {
        if (folder.parent() != folder) {
            return attributes(folder);
        }
        byte[] present = {'S', 'P', 7, 1, (byte) 0xbe, (byte) 0xef, 0};
        return joined(present, attributes(folder), continuation.leadTo(extension()));
    }

    byte[] parent(IsoNode folder) {
        return attributes(folder.parent());
    }

    byte[] child(IsoNode node) {
        var name = node.name().getBytes(StandardCharsets.UTF_8);
        if (name.length <= LONGEST_NAME_IN_RECORD) {
            return joined(attributes(node), name(0, name));
        }
        var rest = Arrays.copyOfRange(name, LONGEST_NAME_IN_RECORD, name.length);
        return joined(
                attributes(node),
                name(NAME_GOES_ON, Arrays.copyOf(name, LONGEST_NAME_IN_RECORD)),
                continuation.leadTo(name(0, rest)));
    }

    private static byte[] attributes(IsoNode node) {
        var entry = ByteBuffer.allocate(PX_LENGTH)
                .put((byte) 'P')
                .put((byte) 'X')
                .put((byte) PX_LENGTH)
                .put((byte) 1);
        IsoBytes.both32(entry, node.isFolder() ? FOLDER_MODE : FILE_MODE);
        IsoBytes.both32(entry, node.isFolder() ? 2 : 1);
        return entry.array();
    }

    private static byte[] name(int flags, byte[] name) {
        return ByteBuffer.allocate(NM_HEADER + name.length)
                .put((byte) 'N')
                .put((byte) 'M')
                .put((byte) (NM_HEADER + name.length))
                .put((byte) 1)
                .put((byte) flags)
                .put(name)
                .array();
    }

    private static byte[] extension() {
        var id = "RRIP_1991A".getBytes(StandardCharsets.US_ASCII);
        return joined(new byte[] {'E', 'R', (byte) (8 + id.length), 1, (byte) id.length, 0, 0, 1}, id);
    }

    private static byte[] joined(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (var part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
