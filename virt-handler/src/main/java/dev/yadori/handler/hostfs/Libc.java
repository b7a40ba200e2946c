package dev.yadori.handler.hostfs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The few functions of libc that Java has no equal of. Each throws {@link LinuxException} with what errno said. */
@SuppressWarnings("restricted")
final class Libc {

    static final int O_RDONLY = 0;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;
    static final int O_PATH = 010000000;

    private static final int SYS_OPENAT2 = 437;
    private static final int AT_FDCWD = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_SIZE = 256;
    private static final int OPEN_HOW_SIZE = 24;

    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long RESOLVE_NO_SYMLINKS = 0x04;
    private static final long RESOLVE_BENEATH = 0x08;

    private static final Linker LINKER = Linker.nativeLinker();
    static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));
    private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");

    private static final MethodHandle SYSCALL = handle(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle OPENAT = handle(
            "openat",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(3));
    private static final MethodHandle STATX =
            handle("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle READ =
            handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle IOCTL = handle(
            "ioctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private Libc() {}

    static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = KEEP_ERRNO;
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
    }

    /** openat with the ordinary rules: for paths that only the node's owner can write. */
    static int open(String path, int flags) throws LinuxException {
        return openAt(AT_FDCWD, path, flags);
    }

    static int openAt(int directory, String path, int flags) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int result = (int) OPENAT.invokeExact(state, directory, arena.allocateFrom(path), flags | O_CLOEXEC, 0);
            return checked(result, "open", path, state);
        } catch (Throwable failure) {
            throw sneaky(failure);
        }
    }

    /** openat2 that follows no link and does not leave the folder. */
    static int openBeneath(int directory, String path, int flags) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(OPEN_HOW_SIZE, Long.BYTES);
            how.set(JAVA_LONG, 0, flags | O_CLOEXEC);
            how.set(JAVA_LONG, 16, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
            MemorySegment state = arena.allocate(CALL_STATE);
            long result = (long) SYSCALL.invokeExact(
                    state, (long) SYS_OPENAT2, (long) directory, arena.allocateFrom(path), how, (long) OPEN_HOW_SIZE);
            return checked((int) result, "open", path, state);
        } catch (Throwable failure) {
            throw sneaky(failure);
        }
    }

    static FileFacts facts(int descriptor, String subject) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(STATX_SIZE, Long.BYTES);
            MemorySegment state = arena.allocate(CALL_STATE);
            int result = (int) STATX.invokeExact(
                    state, descriptor, arena.allocateFrom(""), AT_EMPTY_PATH, STATX_BASIC_STATS, buffer);
            checked(result, "stat", subject, state);
            return Statx.facts(buffer);
        } catch (Throwable failure) {
            throw sneaky(failure);
        }
    }

    /** Fills the array from its start; gives the number of bytes, 0 at the end. */
    static int read(int descriptor, byte[] bytes, int offset, String subject) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            int wanted = bytes.length - offset;
            MemorySegment buffer = arena.allocate(Math.max(1, wanted));
            MemorySegment state = arena.allocate(CALL_STATE);
            long result = (long) READ.invokeExact(state, descriptor, buffer, (long) wanted);
            int read = checked((int) result, "read", subject, state);
            MemorySegment.copy(buffer, 0, MemorySegment.ofArray(bytes), offset, read);
            return read;
        } catch (Throwable failure) {
            throw sneaky(failure);
        }
    }

    static int ioctl(int descriptor, long request, long argument, String subject) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int result = (int) IOCTL.invokeExact(state, descriptor, request, argument);
            return checked(result, "ioctl", subject, state);
        } catch (Throwable failure) {
            throw sneaky(failure);
        }
    }

    static void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            // EINTR and EIO leave the descriptor closed on Linux, and there is nobody to tell.
            int ignored = (int) CLOSE.invokeExact(arena.allocate(CALL_STATE), descriptor);
        } catch (Throwable failure) {
            throw new IllegalStateException("close", failure);
        }
    }

    static int checked(int result, String call, String subject, MemorySegment state) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(call, subject, (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    /** Method handles may throw anything; what a call of libc can throw is a LinuxException. */
    static LinuxException sneaky(Throwable failure) throws LinuxException {
        return switch (failure) {
            case LinuxException expected -> expected;
            case RuntimeException bug -> throw bug;
            case Error bug -> throw bug;
            default -> throw new IllegalStateException(failure);
        };
    }
}
