package dev.yadori.handler.hostfs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Mounts by descriptors: the calls that have no path to go wrong on. The same numbers on every architecture. */
@SuppressWarnings("restricted")
final class MountCalls {

    static final int CLONE_FS = 0x200;
    static final int CLONE_NEWNS = 0x20000;

    private static final long SYS_OPEN_TREE = 428;
    private static final long SYS_MOVE_MOUNT = 429;
    private static final long SYS_MOUNT_SETATTR = 442;

    private static final long AT_EMPTY_PATH = 0x1000;
    private static final long OPEN_TREE_CLONE = 1;
    private static final long MOVE_MOUNT_F_EMPTY_PATH = 0x4;
    private static final long MOVE_MOUNT_T_EMPTY_PATH = 0x40;
    private static final long RDONLY_NOSUID_NODEV_NOEXEC = 0xf;
    private static final long MS_PRIVATE = 1 << 18;
    private static final long MOUNT_ATTR_SIZE = 32;

    private static final MethodHandle SYSCALL = Libc.handle(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle SETNS = Libc.handle("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle UNSHARE = Libc.handle("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private MountCalls() {}

    /** For the calling thread alone. */
    static void unshare(int what) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.CALL_STATE);
            Libc.checked((int) UNSHARE.invokeExact(state, what), "unshare", "this thread", state);
        } catch (Throwable failure) {
            throw Libc.sneaky(failure);
        }
    }

    /** For the calling thread alone. */
    static void enter(int namespace, int kind, String subject) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.CALL_STATE);
            Libc.checked((int) SETNS.invokeExact(state, namespace, kind), "setns", subject, state);
        } catch (Throwable failure) {
            throw Libc.sneaky(failure);
        }
    }

    /** A copy of the mount that the folder is in, from that folder on and without the mounts below; mounted nowhere. */
    static int copyTree(int folder, String subject) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            long flags = OPEN_TREE_CLONE | Libc.O_CLOEXEC | AT_EMPTY_PATH;
            MemorySegment state = arena.allocate(Libc.CALL_STATE);
            long result = (long) SYSCALL.invokeExact(
                    state, SYS_OPEN_TREE, (long) folder, arena.allocateFrom(""), flags, MemorySegment.NULL, 0L);
            return Libc.checked((int) result, "open_tree", subject, state);
        } catch (Throwable failure) {
            throw Libc.sneaky(failure);
        }
    }

    /** Makes a mount one to read from and nothing else, whose changes go nowhere. */
    static void restrict(int mount, String subject) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(MOUNT_ATTR_SIZE, Long.BYTES);
            attributes.set(JAVA_LONG, 0, RDONLY_NOSUID_NODEV_NOEXEC);
            attributes.set(JAVA_LONG, 16, MS_PRIVATE);
            MemorySegment state = arena.allocate(Libc.CALL_STATE);
            long result = (long) SYSCALL.invokeExact(
                    state,
                    SYS_MOUNT_SETATTR,
                    (long) mount,
                    arena.allocateFrom(""),
                    AT_EMPTY_PATH,
                    attributes,
                    MOUNT_ATTR_SIZE);
            Libc.checked((int) result, "mount_setattr", subject, state);
        } catch (Throwable failure) {
            throw Libc.sneaky(failure);
        }
    }

    /** Mounts it on a folder, which has to be in the calling thread's mount namespace. */
    static void mount(int mount, int folder, String subject) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            long flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
            MemorySegment empty = arena.allocateFrom("");
            MemorySegment state = arena.allocate(Libc.CALL_STATE);
            long result =
                    (long) SYSCALL.invokeExact(state, SYS_MOVE_MOUNT, (long) mount, empty, (long) folder, empty, flags);
            Libc.checked((int) result, "move_mount", subject, state);
        } catch (Throwable failure) {
            throw Libc.sneaky(failure);
        }
    }
}
