package dev.yadori.launcher.dhcp.netty;

import dev.yadori.launcher.dhcp.DhcpCodec;
import dev.yadori.launcher.dhcp.DhcpDecoding.Decoded;
import dev.yadori.launcher.dhcp.DhcpDecoding.Refused;
import dev.yadori.launcher.dhcp.DhcpEndpoint;
import dev.yadori.launcher.dhcp.DhcpMessage;
import dev.yadori.launcher.dhcp.DhcpResponder;
import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.dhcp.Refusal;
import dev.yadori.launcher.net.RateLimit;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Reads a datagram, asks the responder, sends what it says. Confined to its event loop. */
final class DhcpHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    /** A client sends a handful when it starts and one in minutes afterwards. */
    private static final int BURST = 100;

    private static final Duration REFILL = Duration.ofMillis(50);

    private final Lease lease;
    private final DhcpEndpoint endpoint;
    private final InstantSource clock;
    private final Consumer<Refusal> refusals;
    private RateLimit limit;

    DhcpHandler(Lease lease, DhcpEndpoint endpoint, InstantSource clock, Consumer<Refusal> refusals) {
        this.lease = lease;
        this.endpoint = endpoint;
        this.clock = clock;
        this.refusals = refusals;
        this.limit = RateLimit.full(BURST, REFILL, clock.instant());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        limit = limit.at(clock.instant());
        if (limit.isExhausted()) {
            return;
        }
        limit = limit.taken();
        switch (DhcpCodec.decode(packet.content().nioBuffer())) {
            case Decoded(var message) -> DhcpResponder.answer(lease, message).ifPresent(reply -> send(context, reply));
            case Refused(var reason) -> refusals.accept(reason);
        }
    }

    private void send(ChannelHandlerContext context, DhcpMessage reply) {
        var target = DhcpResponder.unicastTarget(lease, reply).orElse(endpoint.broadcast());
        var address = new InetSocketAddress(target.toString(), endpoint.clientPort());
        var _ = context.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(DhcpCodec.encode(reply)), address));
    }

    /** A datagram that could not be received or sent is lost, as any may be: the client asks again. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
}
