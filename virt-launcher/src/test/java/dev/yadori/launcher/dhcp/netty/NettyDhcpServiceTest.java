package dev.yadori.launcher.dhcp.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.dhcp.DhcpCodec;
import dev.yadori.launcher.dhcp.DhcpDecoding;
import dev.yadori.launcher.dhcp.DhcpEndpoint;
import dev.yadori.launcher.dhcp.DhcpMessage;
import dev.yadori.launcher.dhcp.DhcpMessageType;
import dev.yadori.launcher.dhcp.DhcpMessages;
import dev.yadori.launcher.dhcp.DhcpService;
import dev.yadori.launcher.dhcp.Refusal;
import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.MacAddress;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the loopback's broadcast address and on free ports, so that it needs no privilege. */
class NettyDhcpServiceTest {
    private static final Ipv4Address LOOPBACK_BROADCAST = Ipv4Address.parse("127.255.255.255");

    private final BlockingQueue<Refusal> refusals = new LinkedBlockingQueue<>();
    private final MultiThreadIoEventLoopGroup eventLoop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private DatagramSocket client;
    private DhcpService.Serving serving;

    @BeforeEach
    void serve() throws IOException {
        client = new DatagramSocket(0);
        client.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        serving = new NettyDhcpService(eventLoop, InstantSource.system(), refusals::add)
                .serve(
                        DhcpMessages.LEASE,
                        new DhcpEndpoint(
                                Optional.of("lo"),
                                Ipv4Address.UNSPECIFIED,
                                0,
                                LOOPBACK_BROADCAST,
                                client.getLocalPort()));
    }

    @AfterEach
    void stop() {
        serving.close();
        client.close();
        eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void send(byte[] packet) throws IOException {
        client.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), serving.port()));
    }

    private DhcpDecoding receive() throws IOException {
        var packet = new DatagramPacket(new byte[1500], 1500);
        client.receive(packet);
        return DhcpCodec.decode(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    }

    private static DhcpMessage discover() {
        return DhcpMessages.from(DhcpMessageType.DISCOVER, DhcpMessages.asking(1, 3));
    }

    @Test
    void theGuestIsAnsweredByBroadcast() throws IOException {
        send(DhcpCodec.encode(discover()));
        assertThat(receive())
                .isInstanceOfSatisfying(
                        DhcpDecoding.Decoded.class,
                        answer -> assertThat(answer.message().type()).isEqualTo(DhcpMessageType.OFFER));
    }

    @Test
    void noiseAndStrangersDoNotKeepItFromAnsweringTheGuest() throws Exception {
        send(new byte[] {1, 2, 3});
        send(new byte[2000]);
        send(DhcpCodec.encode(DhcpMessages.withHardware(discover(), MacAddress.parse("02:00:00:00:00:01"))));
        send(DhcpCodec.encode(discover()));
        assertThat(receive())
                .isInstanceOfSatisfying(
                        DhcpDecoding.Decoded.class,
                        answer -> assertThat(answer.message().hardware()).isEqualTo(DhcpMessages.GUEST));
        assertThat(refusals.poll(20, TimeUnit.SECONDS)).isEqualTo(Refusal.TOO_SHORT);
        assertThat(refusals.poll(20, TimeUnit.SECONDS)).isEqualTo(Refusal.TOO_LONG);
    }
}
