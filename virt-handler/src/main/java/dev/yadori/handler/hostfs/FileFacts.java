package dev.yadori.handler.hostfs;

/**
 * What fstat says of an open file.
 *
 * @param place where it is kept; the same for the same file
 * @param represents the device that the file stands for, if it is one
 */
public record FileFacts(Kind kind, long owner, long group, Place place, DeviceNumber represents) {

    /** A file system, and a file in it. */
    public record Place(DeviceNumber device, long inode) {}

    /** Number of a device. */
    public record DeviceNumber(int major, int minor) {}

    /** Kind of a file. */
    public enum Kind {
        REGULAR,
        DIRECTORY,
        SYMBOLIC_LINK,
        SOCKET,
        FIFO,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        OTHER;

        static Kind ofMode(int mode) {
            return switch (mode & 0170000) {
                case 0100000 -> REGULAR;
                case 0040000 -> DIRECTORY;
                case 0120000 -> SYMBOLIC_LINK;
                case 0140000 -> SOCKET;
                case 0010000 -> FIFO;
                case 0020000 -> CHARACTER_DEVICE;
                case 0060000 -> BLOCK_DEVICE;
                default -> OTHER;
            };
        }
    }
}
