package dev.yadori.launcher.link;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.yadori.launcher.ra.LinkSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** What the node's handler hands to a launcher: a raw socket of the namespace that the thread is in. */
final class RawIcmp6 {
    private static final int INET6 = 10;
    private static final int RAW_NONBLOCKING = 3 | 04000;
    private static final int ICMPV6 = 58;
    private static final int BIND_TO_DEVICE = 25;
    private static final int MULTICAST_HOPS = 18;
    private static final int UNICAST_HOPS = 16;
    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private RawIcmp6() {}

    static LinkSocket on(String device) {
        try (Arena arena = Arena.ofConfined()) {
            int socket = (int) SOCKET.invokeExact(INET6, RAW_NONBLOCKING, ICMPV6);
            var name = arena.allocateFrom(device, StandardCharsets.US_ASCII);
            var hops = arena.allocateFrom(JAVA_INT, 255);
            int failed = (int) SETSOCKOPT.invokeExact(socket, 1, BIND_TO_DEVICE, name, device.length());
            failed |= (int) SETSOCKOPT.invokeExact(socket, 41, MULTICAST_HOPS, hops, 4);
            failed |= (int) SETSOCKOPT.invokeExact(socket, 41, UNICAST_HOPS, hops, 4);
            if (socket < 0 || failed != 0) {
                throw new IllegalStateException("no raw socket on " + device);
            }
            return new LinkSocket(socket);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
