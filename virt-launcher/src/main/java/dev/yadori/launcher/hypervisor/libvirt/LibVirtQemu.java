package dev.yadori.launcher.hypervisor.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.DomainPointer;

/** libvirt's functions for QEMU alone, under their own names. */
final class LibVirtQemu {
    /** libvirt itself takes 10 MiB from an agent, and hands on 4. */
    private static final int LONGEST = 256 * 1024;

    static {
        Native.register(LibVirtQemu.class, "libvirt-qemu.so.0");
    }

    private LibVirtQemu() {}

    static native @Nullable Pointer virDomainQemuAgentCommand(
            DomainPointer domain, String command, int timeout, int flags);

    static native int virDomainQemuMonitorCommand(
            DomainPointer domain, String command, PointerByReference answer, int flags);

    static void free(@Nullable Pointer text) {
        if (text != null) {
            Native.free(Pointer.nativeValue(text));
        }
    }

    /** Frees the text, and copies it only where it is not too long. */
    static Optional<String> take(Pointer text) {
        try {
            long length = text.indexOf(0, (byte) 0);
            return length > LONGEST
                    ? Optional.empty()
                    : Optional.of(new String(text.getByteArray(0, (int) length), StandardCharsets.UTF_8));
        } finally {
            free(text);
        }
    }
}
