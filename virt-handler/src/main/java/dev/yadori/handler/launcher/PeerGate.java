package dev.yadori.handler.launcher;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import java.io.IOException;
import java.util.Optional;

/** First in the pipeline of a connection: nobody behind it learns that it is up before its peer is verified. */
final class PeerGate extends ChannelInboundHandlerAdapter {
    private final PeerVerifier verifier;

    PeerGate(PeerVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var refusal = refusal(context);
        if (refusal.isPresent()) {
            context.fireExceptionCaught(new PeerRefusedException(refusal.get()));
            var _ = context.close();
            return;
        }
        context.pipeline().remove(this);
        context.fireChannelActive();
    }

    private Optional<String> refusal(ChannelHandlerContext context) {
        if (!(context.channel() instanceof EpollDomainSocketChannel channel)) {
            return Optional.of("not a unix socket");
        }
        try {
            var peer = channel.peerCredentials();
            return verifier.refuse(peer.pid(), peer.uid());
        } catch (IOException gone) {
            return Optional.of("the peer is gone");
        }
    }
}
