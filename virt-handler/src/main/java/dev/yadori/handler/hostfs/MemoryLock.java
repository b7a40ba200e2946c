package dev.yadori.handler.hostfs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** How much memory a process may keep from being swapped out: RLIMIT_MEMLOCK, which its children inherit. */
public final class MemoryLock {

    private static final int RLIMIT_MEMLOCK = 8;
    private static final MethodHandle PRLIMIT =
            Libc.handle("prlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

    private MemoryLock() {}

    /**
     * Raises both limits of a process where they are lower. What is unlimited counts as the most there is.
     *
     * @return whether one of them was lower
     */
    public static boolean raise(int pid, long bytes) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteAlignment());
            call(arena, pid, MemorySegment.NULL, limits);
            long soft = limits.getAtIndex(JAVA_LONG, 0);
            long hard = limits.getAtIndex(JAVA_LONG, 1);
            if (Long.compareUnsigned(soft, bytes) >= 0 && Long.compareUnsigned(hard, bytes) >= 0) {
                return false;
            }
            limits.setAtIndex(JAVA_LONG, 0, larger(soft, bytes));
            limits.setAtIndex(JAVA_LONG, 1, larger(hard, bytes));
            call(arena, pid, limits, MemorySegment.NULL);
            return true;
        }
    }

    private static long larger(long one, long other) {
        return Long.compareUnsigned(one, other) >= 0 ? one : other;
    }

    @SuppressWarnings("restricted")
    private static void call(Arena arena, int pid, MemorySegment set, MemorySegment get) throws LinuxException {
        try {
            MemorySegment state = arena.allocate(Libc.CALL_STATE);
            int result = (int) PRLIMIT.invokeExact(state, pid, RLIMIT_MEMLOCK, set, get);
            var _ = Libc.checked(result, "prlimit", "process " + pid, state);
        } catch (Throwable failure) {
            throw Libc.sneaky(failure);
        }
    }
}
