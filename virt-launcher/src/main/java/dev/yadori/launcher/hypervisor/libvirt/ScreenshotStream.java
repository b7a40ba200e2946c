package dev.yadori.launcher.hypervisor.libvirt;

import java.io.IOException;
import java.io.OutputStream;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.Stream;

/** Reads a picture out of a stream of libvirt, which has to be ended in one of two ways. */
final class ScreenshotStream {
    private static final int READ_AT_ONCE = 64 * 1024;

    private ScreenshotStream() {}

    /** The stream is used up. */
    static void copy(Stream stream, Domain domain, OutputStream picture) throws LibvirtException, IOException {
        boolean complete = false;
        try {
            var _ = domain.screenshot(stream, 0);
            byte[] part = new byte[READ_AT_ONCE];
            int read = stream.receive(part);
            while (read > 0) {
                picture.write(part, 0, read);
                read = stream.receive(part);
            }
            stream.finish();
            complete = true;
        } finally {
            if (!complete) {
                abort(stream);
            }
            stream.free();
        }
    }

    /** What went wrong has been said already. */
    private static void abort(Stream stream) {
        try {
            stream.abort();
        } catch (LibvirtException e) {
            // It has never begun, or the connection is gone.
        }
    }
}
