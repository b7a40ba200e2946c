package dev.yadori.launcher.volume.host;

import com.sun.jna.Library;
import com.sun.jna.Native;
import dev.yadori.launcher.volume.DirectIo;
import java.nio.file.Path;

/** Opens the file as QEMU would. Through JNA, as Java's own option for it is internal. */
public final class HostDirectIo implements DirectIo {
    private static final int READ_DIRECTLY = 0x4000;
    private static final int CLOSE_ON_EXEC = 0x80000;

    private final LibC libc = Native.load("c", LibC.class);

    @Override
    public boolean works(Path path) {
        int descriptor = libc.open(path.toString(), READ_DIRECTLY | CLOSE_ON_EXEC);
        return descriptor >= 0 && libc.close(descriptor) == 0;
    }

    /** The numbers are those of Linux on amd64. */
    interface LibC extends Library {
        int open(String path, int flags);

        int close(int descriptor);
    }
}
