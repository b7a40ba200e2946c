package dev.yadori.handler.deviceplugin;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;

/** Calls back whenever something in one of the folders may have changed; for a folder that is not there, in its parent. */
final class FolderWatch implements AutoCloseable {

    private static final WatchEvent.Kind<?>[] NAMES = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE
    };
    private static final WatchEvent.Kind<?>[] CONTENTS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY
    };

    private final List<Watched> folders;
    private final Runnable changed;
    private final WatchService service;
    private final Thread thread;

    /**
     * A folder.
     *
     * @param contents whether files that are written count; in /dev every write to a device would
     */
    record Watched(Path folder, boolean contents) {}

    FolderWatch(List<Watched> folders, Runnable changed) throws IOException {
        this.folders = List.copyOf(folders);
        this.changed = changed;
        this.service = folders.getFirst().folder().getFileSystem().newWatchService();
        this.thread = Thread.ofVirtual().name("folder-watch").start(this::run);
    }

    /** To be called before each look at the folders, so that what changes after the look is seen. */
    void renew() {
        for (Watched watched : folders) {
            Path existing = watched.folder();
            while (!Files.isDirectory(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            register(existing, watched.contents() && existing.equals(watched.folder()));
        }
    }

    private void register(Path folder, boolean contents) {
        try {
            folder.register(service, contents ? CONTENTS : NAMES);
        } catch (IOException gone) {
            // Since it was looked at: the next look finds its parent.
            changed.run();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                WatchKey key = service.take();
                key.pollEvents();
                key.reset();
                changed.run();
            }
        } catch (ClosedWatchServiceException | InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
        thread.interrupt();
    }
}
