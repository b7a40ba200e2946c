package dev.yadori.handler;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.handler.migration.KubeletPodSockets;
import dev.yadori.handler.migration.MigrationServer;
import dev.yadori.handler.migration.MigrationTls;
import dev.yadori.handler.migration.RememberedProof;
import dev.yadori.handler.migration.SourceRelay;
import dev.yadori.handler.migration.TargetDesk;
import dev.yadori.handler.migration.TokenProof;
import dev.yadori.handler.migration.UnixSide;
import dev.yadori.handler.pod.PeerCheck;
import dev.yadori.handler.vmi.GuestsOfNode;
import dev.yadori.service.tls.CertificateFiles;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** The way of guests between this node and others. Its threads are its own: what they carry is encrypted here. */
final class Migrations implements AutoCloseable {
    private static final int THREADS = 2;

    private final GuestsOfNode.Moves moves;
    private final MigrationServer server;
    private final EventLoopGroup loop;

    private Migrations(GuestsOfNode.Moves moves, MigrationServer server, EventLoopGroup loop) {
        this.moves = moves;
        this.server = server;
        this.loop = loop;
    }

    static Migrations start(HandlerConfig config, KubernetesClient client, Executor executor) throws IOException {
        var loop = new MultiThreadIoEventLoopGroup(THREADS, EpollIoHandler.newFactory());
        var tls = new MigrationTls(new CertificateFiles(config.certificates()));
        var account = "system:serviceaccount:" + config.namespace() + ":virt-handler";
        var proof = new RememberedProof(
                new TokenProof(client, config.migration().token(), account), InstantSource.system());
        var pods = new KubeletPodSockets(
                config.kubeletDirectory(), new PeerCheck(Path.of("/proc"), LauncherPodLayout.USER), (int)
                        LauncherPodLayout.USER);
        var reach = new MigrationServer.Reach(new UnixSide(pods), executor);
        var desk = new TargetDesk(proof);
        var server =
                MigrationServer.start(tls, desk, reach, loop, config.migration().port());
        var moves = new GuestsOfNode.Moves(
                new SourceRelay(tls, proof, reach, loop),
                desk,
                config.migration().address(),
                server.port());
        return new Migrations(moves, server, loop);
    }

    GuestsOfNode.Moves moves() {
        return moves;
    }

    @Override
    public void close() {
        server.close();
        var _ = loop.shutdownGracefully();
    }
}
