package dev.yadori.launcher.volume.iso;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Where system use entries go on that have no room in their record. Each lies within one sector, as Linux wants it. */
final class Continuation {
    private static final int CE_LENGTH = 28;

    private final int firstSector;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Continuation(int firstSector) {
        this.firstSector = firstSector;
    }

    /** Keeps the entries and returns the one that leads to them. */
    byte[] leadTo(byte[] entries) {
        int room = IsoBytes.SECTOR - bytes.size() % IsoBytes.SECTOR;
        if (entries.length > room) {
            bytes.writeBytes(new byte[room]);
        }
        var lead = ByteBuffer.allocate(CE_LENGTH)
                .put((byte) 'C')
                .put((byte) 'E')
                .put((byte) CE_LENGTH)
                .put((byte) 1);
        IsoBytes.both32(lead, firstSector + bytes.size() / IsoBytes.SECTOR);
        IsoBytes.both32(lead, bytes.size() % IsoBytes.SECTOR);
        IsoBytes.both32(lead, entries.length);
        bytes.writeBytes(entries);
        return lead.array();
    }

    int sectors() {
        return IsoBytes.sectors(bytes.size());
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
