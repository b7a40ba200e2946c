package dev.yadori.handler.hostfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file. Whoever opens one closes it; closing twice is harmless. Calls after close fail with IllegalStateException,
 * because the number may belong to another file by then. Safe for use by many threads, but the caller sees to it that
 * nobody uses it while it is closed.
 */
public final class Descriptor implements AutoCloseable {

    private final int number;
    private final String subject;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Descriptor(int number, String subject) {
        this.number = number;
        this.subject = subject;
    }

    /** A folder whose path is the node owner's: links in it are followed. O_PATH, so nothing of it can be listed. */
    public static Descriptor openTrusted(Path directory) throws LinuxException {
        return new Descriptor(Libc.open(directory.toString(), Libc.O_PATH), directory.toString());
    }

    /**
     * A file below this folder, as a place only: neither opened for reading nor for anything else, so that a FIFO cannot
     * block and a device does not notice.
     *
     * @throws LinuxException TOO_MANY_LINKS where a part of the path is a symbolic or magic link, CROSSES_DEVICE where it
     *     leads out of this folder
     */
    public Descriptor locateBeneath(String path) throws LinuxException {
        return new Descriptor(Libc.openBeneath(number(), path, Libc.O_PATH), path);
    }

    /** As {@link #locateBeneath}, for reading. Never blocks, whatever kind of file it is. */
    public Descriptor openBeneath(String path) throws LinuxException {
        return new Descriptor(Libc.openBeneath(number(), path, Libc.O_RDONLY | Libc.O_NONBLOCK), path);
    }

    /** The target of a magic link of procfs in this folder, which has to be in procfs. */
    public Descriptor openMagicLink(String path) throws LinuxException {
        return new Descriptor(Libc.openAt(number(), path, Libc.O_RDONLY), subject + "/" + path);
    }

    public FileFacts facts() throws LinuxException {
        return Libc.facts(number(), subject);
    }

    /**
     * The whole text of the file, read from where it stands.
     *
     * @throws IOException also where there is more than the limit
     */
    public String readText(int limitBytes) throws IOException {
        byte[] bytes = new byte[limitBytes + 1];
        int length = 0;
        int read = -1;
        while (read != 0 && length < bytes.length) {
            read = Libc.read(number(), bytes, length, subject);
            length += read;
        }
        if (length > limitBytes) {
            throw new IOException("%s has more than %d bytes".formatted(subject, limitBytes));
        }
        return new String(Arrays.copyOf(bytes, length), StandardCharsets.UTF_8);
    }

    /** An ioctl whose argument is a number, or none. */
    public int control(long request, long argument) throws LinuxException {
        return Libc.ioctl(number(), request, argument, subject);
    }

    /** A path to this very file for calls of this process that want one: at most 24 bytes. */
    public String pathHere() {
        return "/proc/self/fd/" + number();
    }

    /** A path to this very file for child processes, as long as it is open here. */
    public String pathForChildren() {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + number();
    }

    static Descriptor taken(int number, String subject) {
        return new Descriptor(number, subject);
    }

    /** For calls of this process that want the number itself; good until this is closed. */
    public int number() {
        if (!open.get()) {
            throw new IllegalStateException(subject + " is closed");
        }
        return number;
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            Libc.close(number);
        }
    }

    @Override
    public String toString() {
        return subject;
    }
}
