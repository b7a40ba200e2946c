package dev.yadori.handler.hostfs;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Mounts a folder of one mount namespace on a folder of another, without any path: read-only, and without devices, programs
 * and what is mounted below. The mount is in the second namespace only and goes with it.
 */
public final class TreeMount {

    private TreeMount() {}

    /** Does it. Not repeatable: a second time mounts over the first. */
    public static void mount(MountPlace source, MountPlace target) throws IOException, InterruptedException {
        var task = new FutureTask<Void>(() -> {
            inThisThread(source, target);
            return null;
        });
        // The namespaces of a thread are its own, once it shares no working folder with others, and end with it.
        Thread.ofPlatform().name("mount").start(task);
        try {
            task.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    private static void inThisThread(MountPlace source, MountPlace target) throws LinuxException {
        MountCalls.unshare(MountCalls.CLONE_FS);
        enter(source.namespace());
        int copy = MountCalls.copyTree(source.folder().number(), source.folder().toString());
        try {
            MountCalls.restrict(copy, source.folder().toString());
            enter(target.namespace());
            MountCalls.mount(copy, target.folder().number(), target.folder().toString());
        } finally {
            Libc.close(copy);
        }
    }

    private static void enter(Descriptor namespace) throws LinuxException {
        MountCalls.enter(namespace.number(), MountCalls.CLONE_NEWNS, namespace.toString());
    }
}
