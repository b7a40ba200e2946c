package dev.yadori.handler.hostfs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A raw socket of ICMPv6 in another network namespace, on one device, that receives router solicitations and sends as a
 * neighbour does. Only its opening takes privileges, so whoever it is handed to needs none.
 */
@SuppressWarnings("restricted")
public final class RouterSocket {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_NONBLOCK = 04000;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_BINDTODEVICE = 25;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int ICMP6_FILTER = 1;
    private static final int IPV6_UNICAST_HOPS = 16;
    private static final int IPV6_MULTICAST_HOPS = 18;
    private static final int IPV6_MULTICAST_LOOP = 19;
    private static final int ROUTER_SOLICITATION = 133;
    /** A neighbour's packet has passed no router. */
    private static final int MOST_HOPS = 255;

    private static final MethodHandle SOCKET =
            Libc.handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SETNS = Libc.handle("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            Libc.handle("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private RouterSocket() {}

    /** The caller closes it. */
    public static Descriptor open(Descriptor namespace, String device) throws LinuxException {
        Descriptor socket = Descriptor.taken(openIn(namespace.number()), "router socket of " + device);
        boolean kept = false;
        try {
            set(socket, SOL_SOCKET, SO_BINDTODEVICE, device.getBytes(StandardCharsets.US_ASCII));
            set(socket, IPPROTO_ICMPV6, ICMP6_FILTER, onlySolicitations());
            set(socket, IPPROTO_IPV6, IPV6_UNICAST_HOPS, number(MOST_HOPS));
            set(socket, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, number(MOST_HOPS));
            set(socket, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, number(0));
            kept = true;
            return socket;
        } finally {
            if (!kept) {
                socket.close();
            }
        }
    }

    /** A thread has a namespace of its own; this one ends, so that nothing else ever runs in the other namespace. */
    private static int openIn(int namespace) throws LinuxException {
        FutureTask<Integer> task = new FutureTask<>(() -> {
            call("setns", SETNS, namespace, CLONE_NEWNET);
            return socket();
        });
        Thread.ofPlatform().name("namespace").start(task);
        try {
            return task.get();
        } catch (ExecutionException failure) {
            throw Libc.sneaky(Objects.requireNonNullElse(failure.getCause(), failure));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a socket was opened", stopping);
        }
    }

    private static int socket() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.CALL_STATE);
            int type = SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC;
            int result = (int) SOCKET.invokeExact(state, AF_INET6, type, IPPROTO_ICMPV6);
            return Libc.checked(result, "socket", "ICMPv6", state);
        } catch (Throwable failure) {
            throw Libc.sneaky(failure);
        }
    }

    private static void call(String name, MethodHandle handle, int first, int second) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.CALL_STATE);
            int result = (int) handle.invokeExact(state, first, second);
            Libc.checked(result, name, "network namespace", state);
        } catch (Throwable failure) {
            throw Libc.sneaky(failure);
        }
    }

    private static void set(Descriptor socket, int level, int option, byte[] value) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.CALL_STATE);
            MemorySegment bytes = arena.allocate(value.length, Integer.BYTES);
            bytes.copyFrom(MemorySegment.ofArray(value));
            int result = (int) SETSOCKOPT.invokeExact(state, socket.number(), level, option, bytes, value.length);
            Libc.checked(result, "setsockopt", socket.toString(), state);
        } catch (Throwable failure) {
            throw Libc.sneaky(failure);
        }
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    /** A bit for each type of message; those that are set do not pass (RFC 3542 section 3.2). */
    private static byte[] onlySolicitations() {
        int[] words = new int[8];
        Arrays.fill(words, -1);
        words[ROUTER_SOLICITATION / 32] &= ~(1 << (ROUTER_SOLICITATION % 32));
        ByteBuffer filter = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
        Arrays.stream(words).forEach(filter::putInt);
        return filter.array();
    }
}
