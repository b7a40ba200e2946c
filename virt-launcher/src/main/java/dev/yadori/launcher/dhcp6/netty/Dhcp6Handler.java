package dev.yadori.launcher.dhcp6.netty;

import dev.yadori.launcher.dhcp6.Dhcp6Codec;
import dev.yadori.launcher.dhcp6.Dhcp6Decoding.Decoded;
import dev.yadori.launcher.dhcp6.Dhcp6Decoding.Refused;
import dev.yadori.launcher.dhcp6.Dhcp6Message;
import dev.yadori.launcher.dhcp6.Dhcp6Refusal;
import dev.yadori.launcher.dhcp6.Dhcp6Responder;
import dev.yadori.launcher.dhcp6.Lease6;
import dev.yadori.launcher.net.RateLimit;
import dev.yadori.launcher.net.netty.LinkAddresses;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Reads a datagram, asks the responder, sends what it says back to the link. Confined to its event loop. */
final class Dhcp6Handler extends SimpleChannelInboundHandler<DatagramPacket> {
    /** A client sends a handful when it starts, and hardly anything afterwards. */
    private static final int BURST = 100;

    private static final Duration REFILL = Duration.ofMillis(50);
    private static final int CLIENT_PORT = 546;

    private final Lease6 lease;
    private final InstantSource clock;
    private final Consumer<Dhcp6Refusal> refusals;
    private RateLimit limit;

    Dhcp6Handler(Lease6 lease, InstantSource clock, Consumer<Dhcp6Refusal> refusals) {
        this.lease = lease;
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
        var source = packet.sender();
        if (LinkAddresses.ipv6(source)
                .filter(address -> Dhcp6Responder.isOnLink(lease, address))
                .isEmpty()) {
            return;
        }
        switch (Dhcp6Codec.decode(packet.content().nioBuffer())) {
            case Decoded(var message) ->
                Dhcp6Responder.answer(lease, message).ifPresent(reply -> send(context, reply, source));
            case Refused(var reason) -> refusals.accept(reason);
        }
    }

    private static void send(ChannelHandlerContext context, Dhcp6Message reply, InetSocketAddress guest) {
        var target = new InetSocketAddress(guest.getAddress(), CLIENT_PORT);
        var _ = context.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(Dhcp6Codec.encode(reply)), target));
    }

    /** A datagram that could not be received or sent is lost, as any may be: the client asks again. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
}
