package dev.yadori.launcher.hypervisor.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The emulator of a guest as the kernel knows it. It says of its end at once, by a descriptor (pidfd_open(2)) that can mean no
 * other process, whoever reaps it and whenever.
 */
final class EmulatorProcess {
    private static final long PIDFD_OPEN = 434;
    private static final short READABLE = 1;
    private static final int POLL_ENTRY = 8;
    private static final int EVENTS = 4;
    private static final int FOR_EVER = -1;

    private final Path proc;
    private int watched;
    private Runnable ended = () -> {};

    EmulatorProcess(Path proc) {
        this.proc = proc;
    }

    /** In place of what was asked for before. */
    synchronized void onEnd(UUID guest, Runnable callback) {
        ended = callback;
        var found = find(guest);
        if (found.isEmpty() || found.getAsInt() == watched) {
            return;
        }
        var libc = NativeLibrary.getProcess();
        int descriptor = (int)
                libc.getFunction("syscall").invokeLong(new Object[] {new NativeLong(PIDFD_OPEN), found.getAsInt(), 0});
        // Between the look and the call the number may have become another's.
        if (descriptor < 0 || !isOf(proc.resolve(String.valueOf(found.getAsInt())), guest)) {
            Log.info().addKeyValue("pid", found.getAsInt()).log("the emulator's end is not watched");
            close(libc, descriptor);
            return;
        }
        watched = found.getAsInt();
        Thread.ofPlatform().daemon().name("emulator-end").start(() -> await(libc, descriptor));
    }

    private void await(NativeLibrary libc, int descriptor) {
        int happened;
        try (var entry = new Memory(POLL_ENTRY)) {
            entry.setInt(0, descriptor);
            do {
                entry.setShort(EVENTS, READABLE);
                happened = libc.getFunction("poll").invokeInt(new Object[] {entry, new NativeLong(1), FOR_EVER});
            } while (happened == 0);
        } finally {
            close(libc, descriptor);
        }
        Runnable callback;
        synchronized (this) {
            watched = 0;
            callback = ended;
        }
        if (happened > 0) {
            callback.run();
        }
    }

    private static void close(NativeLibrary libc, int descriptor) {
        if (descriptor >= 0) {
            libc.getFunction("close").invokeInt(new Object[] {descriptor});
        }
    }

    /** There may be others, which libvirt starts to learn what they can. */
    private OptionalInt find(UUID guest) {
        try (var processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (var process : processes) {
                if (isOf(process, guest)) {
                    return OptionalInt.of(Integer.parseInt(process.getFileName().toString()));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            Log.info().addKeyValue("error", String.valueOf(e.getMessage())).log("processes cannot be listed");
        }
        return OptionalInt.empty();
    }

    private static boolean isOf(Path process, UUID guest) {
        var arguments = arguments(process).orElse(List.of());
        int uuid = arguments.indexOf("-uuid");
        return uuid > 0
                && uuid + 1 < arguments.size()
                && arguments.get(uuid + 1).equals(guest.toString())
                && arguments.getFirst().contains("qemu-system");
    }

    /** Empty for one that has ended meanwhile. */
    private static Optional<List<String>> arguments(Path process) {
        try {
            var text = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
            return Optional.of(List.of(text.split("\0")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
