package dev.yadori.launcher.domain;

import java.util.Optional;
import java.util.OptionalInt;

/** A disk as it is asked for, and where its bytes are. */
public record Disk(
        String name,
        Kind kind,
        Bus bus,
        Source source,
        Access access,
        Tuning tuning,
        OptionalInt bootOrder,
        Optional<String> serial) {

    /** What it looks like. */
    public enum Kind {
        DISK,
        CDROM,
        LUN
    }

    /** What it is plugged into. */
    public enum Bus {
        VIRTIO,
        SATA,
        SCSI,
        USB
    }

    /** What the guest may do. */
    public record Access(boolean readOnly, boolean shareable) {}

    /** How it is read and written. */
    public record Tuning(Cache cache, Optional<Io> io, Discard discard) {}

    /** The names are libvirt's. */
    public enum Cache {
        NONE,
        WRITETHROUGH,
        WRITEBACK
    }

    /** The names are libvirt's. */
    public enum Io {
        NATIVE,
        THREADS,
        IO_URING
    }

    /** What becomes of blocks that the guest gives back. */
    public enum Discard {
        UNMAP,
        IGNORE
    }

    /** Where the bytes are. */
    public sealed interface Source {
        /** A file of raw bytes, an ISO image too. */
        record RawFile(String path) implements Source {}

        /** A block device. */
        record BlockDevice(String path) implements Source {}

        /** A qcow2 file, with the whole chain below it, so that nothing is probed: an image must not name its own backing. */
        record Qcow2File(String path, Optional<Source> backing) implements Source {}

        /** A drive without a medium. */
        record Empty() implements Source {}
    }
}
