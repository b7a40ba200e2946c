package dev.yadori.launcher.hypervisor.libvirt;

import dev.yadori.launcher.log.Log;
import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt;

/** libvirt's own loop, of which a process has one. It has to turn before the first connection is made. */
final class EventLoop {
    /** Kept, because neither libvirt nor libvirt-java keeps it from the garbage collector. */
    private static final Libvirt.VirErrorCallback SILENT = (_, _) -> {};

    static {
        try {
            // Or libvirt prints each error in addition to returning it.
            Connect.setErrorCallback(SILENT);
            Library.initEventLoop();
        } catch (LibvirtException e) {
            throw new IllegalStateException("libvirt has no event loop: " + e.getMessage(), e);
        }
        Thread.ofPlatform().daemon().name("libvirt-events").start(EventLoop::turn);
    }

    private EventLoop() {}

    /** Makes sure that it turns. */
    static void start() {}

    private static void turn() {
        try {
            while (true) {
                Library.processEvent();
            }
        } catch (LibvirtException e) {
            Log.error().addKeyValue("error", e.getError().getMessage()).log("libvirt's event loop ended");
        }
    }
}
