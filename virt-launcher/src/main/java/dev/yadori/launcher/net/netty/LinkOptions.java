package dev.yadori.launcher.net.netty;

import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What ties a socket to one link and to who is on it. */
public final class LinkOptions {
    /** Value: {@link #deviceName}. */
    public static final ChannelOption<ByteBuffer> BIND_TO_DEVICE = deviceOption();

    /**
     * Datagrams of IPv4 say that they have no checksum. One that the kernel leaves to a card which never computes it is wrong for
     * clients that read raw packets, as those of DHCP do.
     */
    public static final ChannelOption<Integer> NO_CHECKSUM = checksumOption();

    private static final int SOL_SOCKET = 1;
    private static final int SO_NO_CHECK = 11;
    private static final int SO_BINDTODEVICE = 25;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int IFNAMSIZ = 16;
    private static final int INSTRUCTION = 8;
    private static final int PROGRAM_HEADER = 16;

    private LinkOptions() {}

    private static RawUnixChannelOption deviceOption() {
        return new RawUnixChannelOption("SO_BINDTODEVICE", SOL_SOCKET, SO_BINDTODEVICE, IFNAMSIZ);
    }

    private static IntegerUnixChannelOption checksumOption() {
        return new IntegerUnixChannelOption("SO_NO_CHECK", SOL_SOCKET, SO_NO_CHECK);
    }

    public static ByteBuffer deviceName(String device) {
        return ByteBuffer.allocateDirect(IFNAMSIZ)
                .put(device.getBytes(StandardCharsets.US_ASCII))
                .rewind();
    }

    /** Empty for a socket that is on all links. */
    public static String deviceOf(EpollDatagramChannel channel) {
        var name = channel.config().getOption(BIND_TO_DEVICE);
        return name == null
                ? ""
                : StandardCharsets.US_ASCII
                        .decode(name)
                        .chars()
                        .takeWhile(letter -> letter != 0)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /** From now on the socket takes only what the BPF program lets pass. The kernel copies the program. */
    public static void filter(EpollDatagramChannel channel, ByteBuffer program) {
        var header = ByteBuffer.allocateDirect(PROGRAM_HEADER).order(ByteOrder.nativeOrder());
        header.putShort(0, (short) (program.remaining() / INSTRUCTION));
        header.putLong(Long.BYTES, MemorySegment.ofBuffer(program).address());
        var option = new RawUnixChannelOption("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM_HEADER);
        if (!channel.config().setOption(option, header)) {
            throw new IllegalStateException("the socket takes no filter");
        }
    }
}
