package dev.yadori.handler.deviceplugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Nodes that belong to the launcher's user and to nobody else, in a folder of our own.
 *
 * <p>A launcher is not root, and whether others may open /dev/kvm or /dev/net/tun is up to the node's udev rules. The
 * node's own are left as they are.
 */
public final class LauncherDeviceNodes implements DeviceNodes {

    private static final int CHARACTER_DEVICE = 0020000;
    private static final int FILE_TYPE = 0170000;
    private static final int PERMISSIONS = 07777;
    private static final int OWNER_ONLY = 0600;

    private final Path folder;
    private final int user;

    /**
     * In a folder that only root can write.
     *
     * @param user uid and gid of launchers
     */
    public LauncherDeviceNodes(Path folder, int user) {
        this.folder = folder;
        this.user = user;
    }

    @Override
    public Path provide(NodeDevice device, Path original) throws IOException {
        Node wanted = new Node(rdev(original), CHARACTER_DEVICE | OWNER_ONLY, user, user);
        Path node = folder.resolve(device.resource());
        if (Files.exists(node, LinkOption.NOFOLLOW_LINKS) && wanted.equals(Node.of(node))) {
            return node;
        }
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path fresh = folder.resolve(device.resource() + ".new");
        Files.deleteIfExists(fresh);
        make(fresh, wanted.rdev());
        Files.setAttribute(fresh, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(fresh, "unix:gid", user, LinkOption.NOFOLLOW_LINKS);
        return Files.move(fresh, node, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static long rdev(Path original) throws IOException {
        var attributes = Files.readAttributes(original, "unix:mode,rdev");
        if ((number(attributes, "mode") & FILE_TYPE) != CHARACTER_DEVICE) {
            throw new IOException(original + " is not a character device");
        }
        return number(attributes, "rdev");
    }

    /** There is no mknod in Java. The numbers are split as glibc's gnu_dev_major and gnu_dev_minor do. */
    private static void make(Path fresh, long rdev) throws IOException {
        long major = ((rdev >>> 8) & 0xfffL) | ((rdev >>> 32) & 0xffff_f000L);
        long minor = (rdev & 0xffL) | ((rdev >>> 12) & 0xffff_ff00L);
        var process = new ProcessBuilder(
                        "mknod", "--mode=0600", fresh.toString(), "c", Long.toString(major), Long.toString(minor))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readNBytes(1000), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before mknod ended", interrupted);
        }
    }

    private static long number(Map<String, Object> attributes, String name) throws IOException {
        if (attributes.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IOException("no attribute " + name);
    }

    /** What a device node is. */
    private record Node(long rdev, long mode, long uid, long gid) {
        static Node of(Path path) throws IOException {
            var attributes = Files.readAttributes(path, "unix:mode,rdev,uid,gid", LinkOption.NOFOLLOW_LINKS);
            return new Node(
                    number(attributes, "rdev"),
                    number(attributes, "mode") & (FILE_TYPE | PERMISSIONS),
                    number(attributes, "uid"),
                    number(attributes, "gid"));
        }
    }
}
