package dev.yadori.handler.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yadori.handler.migration.SourceRelay.Destination;
import dev.yadori.handler.migration.TargetDesk.Answer;
import dev.yadori.handler.migration.TargetDesk.Expected;
import dev.yadori.handler.pod.PodUid;
import dev.yadori.proto.handler.v1.MigrationWelcome.Outcome;
import dev.yadori.service.tls.CertificateFiles;
import dev.yadori.testkit.TestAuthority;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two handlers on loopback with TLS, and the sockets of two pods in folders. */
class MigrationRelayTest {
    private static final MigrationUid MIGRATION = new MigrationUid(new UUID(1, 2));
    private static final String GUEST = "guest-uid";
    private static final PodUid SOURCE = PodUid.parse("11111111-1111-1111-1111-111111111111");
    private static final PodUid TARGET = PodUid.parse("22222222-2222-2222-2222-222222222222");
    private static final int MEBIBYTE = 1 << 20;
    private static final int MUCH = 100 * MEBIBYTE;
    private static final int AT_ONCE = 10;

    @TempDir
    private Path folder;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final FakeNodeProof proof = new FakeNodeProof("node1");
    private final TargetDesk desk = new TargetDesk(proof);
    private final List<Boolean> stopped = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private FolderSockets pods;
    private TestAuthority authority;
    private MigrationServer server;

    @BeforeEach
    void serve() throws Exception {
        pods = new FolderSockets(folder);
        authority = new TestAuthority();
        server = MigrationServer.start(tls(authority, "virt-handler", "target"), desk, reach(), loop, 0);
        desk.expect(new Expected(MIGRATION, GUEST, "node1", TARGET, paused -> {
            stopped.add(paused);
            return new Answer(Outcome.OUTCOME_ARRIVED, "");
        }));
    }

    @AfterEach
    void stop() throws Exception {
        for (var one : open) {
            one.close();
        }
        server.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        executor.shutdownNow();
    }

    @Test
    void carriesMuchUnchangedInBothDirections() throws Exception {
        open(relay("node1"));
        var far = targetEchoes();
        try (var near = connect(Line.MEMORY)) {
            var sent = new CRC32();
            var writer = executor.submit(() -> {
                Traffic.write(near, MUCH, sent);
                return true;
            });

            long received = Traffic.readAll(near, MUCH);

            assertThat(writer.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(received).isEqualTo(sent.getValue());
        }
        assertThat(far).isNotNull();
    }

    @Test
    void tenTargetsThatDoNotReadHoldTheirSourcesUpAndTakeNoMemoryThatAnotherNeeds() throws Exception {
        open(relay("node1"));
        var listening = targetListens(Line.MEMORY);
        List<SocketChannel> near = new ArrayList<>();
        List<SocketChannel> far = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            near.add(connect(Line.MEMORY));
            near.getLast().configureBlocking(false);
            far.add(listening.accept());
        }
        open.addAll(near);
        open.addAll(far);

        long written = Traffic.fill(near);
        for (var one : near) {
            one.close();
        }

        assertThat(written).isLessThan(AT_ONCE * 32L * MEBIBYTE);
        assertThat(Traffic.drained(far)).isEqualTo(written);
    }

    @Test
    void connectionsOfALineArriveInTheOrderInWhichTheyWereMade() throws Exception {
        open(relay("node1"));
        var listening = targetListens(Line.MEMORY);
        for (byte number = 0; number < AT_ONCE; number++) {
            var near = connect(Line.MEMORY);
            open.add(near);
            near.write(ByteBuffer.wrap(new byte[] {number}));
        }

        for (byte number = 0; number < AT_ONCE; number++) {
            var far = listening.accept();
            open.add(far);
            var first = ByteBuffer.allocate(1);
            far.read(first);
            assertThat(first.array()).containsExactly(number);
        }
    }

    @Test
    void theEndOfOneSideIsTheEndOfTheOther() throws Exception {
        open(relay("node1"));
        var accepted = targetAccepts(Line.DISKS);
        try (var near = connect(Line.DISKS)) {
            near.write(ByteBuffer.wrap(new byte[] {1}));
            try (var far = accepted.get(10, TimeUnit.SECONDS)) {
                far.read(ByteBuffer.allocate(1));
            }

            assertThat(near.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void libvirtsOwnSocketIsWhereItAlwaysIs() throws Exception {
        open(relay("node1"));
        var accepted = targetAccepts(Line.LIBVIRT);
        try (var near = connect(Line.LIBVIRT)) {
            near.write(ByteBuffer.wrap(new byte[] {7}));

            var byteThere = ByteBuffer.allocate(1);
            accepted.get(10, TimeUnit.SECONDS).read(byteThere);
            assertThat(byteThere.array()).containsExactly(7);
        }
    }

    @Test
    void newsOfTheSourcesEndIsAnswered() throws Exception {
        var answer = relay("node1").sourceHasStopped(destination(GUEST), true);

        assertThat(answer.getOutcome()).isEqualTo(Outcome.OUTCOME_ARRIVED);
        assertThat(stopped).containsExactly(true);
    }

    @Test
    void newsTakesTheConnectionThatStoodByAndNeedsNoMoreProof() throws Exception {
        var relay = relay("node1");
        open(relay);
        var accepted = targetAccepts(Line.LIBVIRT);
        try (var near = connect(Line.LIBVIRT)) {
            near.write(ByteBuffer.wrap(new byte[] {7}));
            accepted.get(10, TimeUnit.SECONDS);
            await().until(() -> relay.standsBy(destination(GUEST)));
            proof.goAway();

            assertThat(relay.sourceHasStopped(destination(GUEST), true).getOutcome())
                    .isEqualTo(Outcome.OUTCOME_ARRIVED);
        }
        assertThat(stopped).containsExactly(true);
        assertThat(relay.standsBy(destination(GUEST))).isFalse();
    }

    @Test
    void aTargetThatWasApproachedHasItsProofBeforeAnybodyComes() throws Exception {
        var relay = relay("node1");

        relay.approach(destination(GUEST));
        relay.approach(destination(GUEST));

        await().until(() -> relay.standsBy(destination(GUEST)));
        proof.goAway();
        assertThat(relay.sourceHasStopped(destination(GUEST), false).getOutcome())
                .isEqualTo(Outcome.OUTCOME_ARRIVED);
    }

    @Test
    void newsOfAGuestThatIsForgottenMeanwhileIsRefused() throws Exception {
        var relay = relay("node1");
        open(relay);
        var accepted = targetAccepts(Line.LIBVIRT);
        try (var near = connect(Line.LIBVIRT)) {
            near.write(ByteBuffer.wrap(new byte[] {7}));
            accepted.get(10, TimeUnit.SECONDS);
            await().until(() -> relay.standsBy(destination(GUEST)));
            desk.forget(MIGRATION);

            assertThat(relay.sourceHasStopped(destination(GUEST), true).getOutcome())
                    .isEqualTo(Outcome.OUTCOME_REFUSED);
        }
        assertThat(stopped).isEmpty();
    }

    @Test
    void aNodeThatProvesNothingDoesNotStandBy() throws Exception {
        var relay = relay("node3");
        open(relay);
        try (var near = connect(Line.LIBVIRT)) {
            assertThat(near.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }

        assertThat(relay.sourceHasStopped(destination(GUEST), false).getOutcome())
                .isEqualTo(Outcome.OUTCOME_REFUSED);
        assertThat(relay.standsBy(destination(GUEST))).isFalse();
    }

    @Test
    void anotherNodeIsRefused() throws Exception {
        var answer = relay("node3").sourceHasStopped(destination(GUEST), false);

        assertThat(answer.getOutcome()).isEqualTo(Outcome.OUTCOME_REFUSED);
        assertThat(answer.getMessage()).contains("comes from node node1, not from node3");
        assertThat(stopped).isEmpty();
    }

    @Test
    void aConnectionOfAnotherNodeReachesNoPod() throws Exception {
        open(relay("node3"));
        var accepted = targetAccepts(Line.MEMORY);
        try (var near = connect(Line.MEMORY)) {
            assertThat(near.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(accepted).isNotDone();
    }

    @Test
    void anotherGuestIsRefused() throws Exception {
        assertThat(relay("node1")
                        .sourceHasStopped(destination("another"), false)
                        .getOutcome())
                .isEqualTo(Outcome.OUTCOME_REFUSED);
    }

    @Test
    void nobodyIsLetInAfterItIsForgotten() throws Exception {
        desk.forget(MIGRATION);

        assertThat(relay("node1").sourceHasStopped(destination(GUEST), false).getOutcome())
                .isEqualTo(Outcome.OUTCOME_REFUSED);
    }

    @Test
    void whereNobodyCanSayWhoAsksTheAnswerIsLater() throws Exception {
        proof.goAway();

        assertThat(relay("node1").sourceHasStopped(destination(GUEST), false).getOutcome())
                .isEqualTo(Outcome.OUTCOME_NOT_YET);
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() throws Exception {
        var relay = relay(tls(authority, "virt-api", "other-name"), "node1");

        assertThatThrownBy(() -> relay.sourceHasStopped(destination(GUEST), false))
                .isInstanceOf(IOException.class);
        assertThat(stopped).isEmpty();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        var relay = relay(tls(new TestAuthority(), "virt-handler", "other-authority"), "node1");

        assertThatThrownBy(() -> relay.sourceHasStopped(destination(GUEST), false))
                .isInstanceOf(IOException.class);
        assertThat(stopped).isEmpty();
    }

    @Test
    void aProcessThatIsNotThePodsIsNotJoined() throws Exception {
        pods.trustNobody();
        open(relay("node1"));

        try (var near = connect(Line.MEMORY)) {
            assertThat(near.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    private MigrationServer.Reach reach() {
        return new MigrationServer.Reach(new UnixSide(pods), executor);
    }

    private MigrationTls tls(TestAuthority from, String name, String files) throws IOException {
        return new MigrationTls(new CertificateFiles(from.issue(folder.resolve(files), name, 7)));
    }

    private SourceRelay relay(String node) throws IOException {
        return relay(tls(authority, "virt-handler", "source"), node);
    }

    private SourceRelay relay(MigrationTls tls, String node) {
        return new SourceRelay(tls, new FakeNodeProof(node), reach(), loop);
    }

    private Destination destination(String guest) {
        return new Destination(
                MIGRATION, guest, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    }

    private void open(SourceRelay relay) throws IOException {
        open.add(relay.open(SOURCE, destination(GUEST)));
    }

    private SocketChannel connect(Line line) throws IOException {
        var socket = FolderSockets.of(folder, SOURCE).resolve("migration").resolve(line.socket(MIGRATION));
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    private ServerSocketChannel targetListens(Line line) throws IOException {
        var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(
                UnixDomainSocketAddress.of(FolderSockets.of(folder, TARGET).resolve(line.targetPath(MIGRATION))));
        open.add(listening);
        return listening;
    }

    private CompletableFuture<SocketChannel> targetAccepts(Line line) throws IOException {
        var listening = targetListens(line);
        var accepted = new CompletableFuture<SocketChannel>();
        executor.execute(() -> {
            try {
                accepted.complete(listening.accept());
            } catch (IOException e) {
                accepted.completeExceptionally(e);
            }
        });
        return accepted;
    }

    private CompletableFuture<Void> targetEchoes() throws IOException {
        return targetAccepts(Line.MEMORY)
                .thenAcceptAsync(
                        channel -> {
                            var buffer = ByteBuffer.allocate(256 * 1024);
                            try (channel) {
                                while (channel.read(buffer) >= 0) {
                                    buffer.flip();
                                    while (buffer.hasRemaining()) {
                                        channel.write(buffer);
                                    }
                                    buffer.clear();
                                }
                            } catch (IOException over) {
                                // The test is over.
                            }
                        },
                        executor);
    }
}
