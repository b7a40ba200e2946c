package dev.yadori.launcher.launch;

import dev.yadori.launcher.domain.Disk;
import dev.yadori.launcher.domain.Disk.Cache;
import dev.yadori.launcher.domain.Disk.Io;
import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.volume.PreparedMedia;
import dev.yadori.launcher.volume.PreparedMedia.Medium;
import java.util.Optional;

final class DiskMapper {
    private static final Medium NOTHING = new Medium(new Source.Empty(), true);

    private DiskMapper() {}

    static Disk disk(String field, dev.yadori.proto.launcher.v1.Disk asked, PreparedMedia media) {
        var name = Fields.required(field + ".name", asked.getName());
        var kind = kind(field + ".kind", asked.getKind());
        var medium = medium(field, asked, kind, media);
        var cache = cache(field + ".cache", asked.getCache(), medium);
        var io = io(field + ".io", asked.getIo());
        if (io.filter(Io.NATIVE::equals).isPresent() && cache != Cache.NONE) {
            throw new SpecException(field + ".io", "native needs cache none, which volume " + name + " does not have");
        }
        return new Disk(
                name,
                kind,
                bus(field + ".bus", asked.getBus()),
                medium.source(),
                new Disk.Access(asked.getReadOnly() || kind == Disk.Kind.CDROM, asked.getShareable()),
                new Disk.Tuning(cache, io, asked.getDiscardUnmap() ? Disk.Discard.UNMAP : Disk.Discard.IGNORE),
                Fields.optional(field + ".boot_order", asked.getBootOrder()),
                Fields.optional(asked.getSerial()));
    }

    private static Medium medium(
            String field, dev.yadori.proto.launcher.v1.Disk asked, Disk.Kind kind, PreparedMedia media) {
        if (asked.getEmpty()) {
            if (kind != Disk.Kind.CDROM) {
                throw new SpecException(field + ".empty", "only a CD drive can be empty");
            }
            return NOTHING;
        }
        var medium = media.volumes().get(asked.getName());
        if (medium == null) {
            throw new SpecException(field + ".name", "no volume of the name '" + asked.getName() + "'");
        }
        if (kind == Disk.Kind.LUN && !(medium.source() instanceof Source.BlockDevice)) {
            throw new SpecException(field + ".kind", "a LUN needs a block device");
        }
        return medium;
    }

    private static Disk.Kind kind(String field, dev.yadori.proto.launcher.v1.Disk.Kind asked) {
        return switch (asked) {
            case KIND_DISK -> Disk.Kind.DISK;
            case KIND_CDROM -> Disk.Kind.CDROM;
            case KIND_LUN -> Disk.Kind.LUN;
            case KIND_UNSPECIFIED, UNRECOGNIZED -> throw Fields.unknown(field);
        };
    }

    private static Disk.Bus bus(String field, dev.yadori.proto.launcher.v1.Disk.Bus asked) {
        return switch (asked) {
            case BUS_VIRTIO -> Disk.Bus.VIRTIO;
            case BUS_SATA -> Disk.Bus.SATA;
            case BUS_SCSI -> Disk.Bus.SCSI;
            case BUS_USB -> Disk.Bus.USB;
            case BUS_UNSPECIFIED, UNRECOGNIZED -> throw Fields.unknown(field);
        };
    }

    private static Cache cache(String field, dev.yadori.proto.launcher.v1.Disk.Cache asked, Medium medium) {
        return switch (asked) {
            case CACHE_UNSPECIFIED -> medium.directIo() ? Cache.NONE : Cache.WRITETHROUGH;
            case CACHE_NONE -> {
                if (!medium.directIo()) {
                    throw new SpecException(field, "none needs O_DIRECT, which the file system does not have");
                }
                yield Cache.NONE;
            }
            case CACHE_WRITETHROUGH -> Cache.WRITETHROUGH;
            case CACHE_WRITEBACK -> Cache.WRITEBACK;
            case UNRECOGNIZED -> throw Fields.unknown(field);
        };
    }

    private static Optional<Io> io(String field, dev.yadori.proto.launcher.v1.Disk.Io asked) {
        return switch (asked) {
            case IO_UNSPECIFIED -> Optional.empty();
            case IO_NATIVE -> Optional.of(Io.NATIVE);
            case IO_THREADS -> Optional.of(Io.THREADS);
            case IO_URING -> Optional.of(Io.IO_URING);
            case UNRECOGNIZED -> throw Fields.unknown(field);
        };
    }
}
