package dev.yadori.launcher.hypervisor.libvirt;

import dev.yadori.launcher.log.Log;

/** libvirt's own loop, of which a process has one. It has to turn before the first connection is made. */
final class EventLoop {
    private static final LibVirt.ErrorFunction SILENT = (_, _) -> {};

    static {
        // Or libvirt prints each error in addition to returning it.
        LibVirt.virSetErrorFunc(null, SILENT);
        if (LibVirt.virEventRegisterDefaultImpl() < 0) {
            throw new IllegalStateException("libvirt has no event loop: " + LibVirt.virGetLastErrorMessage());
        }
        Thread.ofPlatform().daemon().name("libvirt-events").start(EventLoop::turn);
    }

    private EventLoop() {}

    /** Makes sure that it turns. */
    static void start() {}

    private static void turn() {
        int result;
        do {
            result = LibVirt.virEventRunDefaultImpl();
        } while (result >= 0);
        Log.error().addKeyValue("error", LibVirt.virGetLastErrorMessage()).log("libvirt's event loop ended");
    }
}
