package dev.yadori.handler.launcher;

import com.google.protobuf.ByteString;
import dev.yadori.proto.launcher.v1.AgentInfo;
import dev.yadori.proto.launcher.v1.CancelMigrationRequest;
import dev.yadori.proto.launcher.v1.CompleteIncomingRequest;
import dev.yadori.proto.launcher.v1.FreezeFilesystemsRequest;
import dev.yadori.proto.launcher.v1.GetGuestInfoRequest;
import dev.yadori.proto.launcher.v1.GetGuestStatsRequest;
import dev.yadori.proto.launcher.v1.GetInfoRequest;
import dev.yadori.proto.launcher.v1.GuestStats;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.LauncherServiceGrpc;
import dev.yadori.proto.launcher.v1.MigrateGuestRequest;
import dev.yadori.proto.launcher.v1.MigrationTerms;
import dev.yadori.proto.launcher.v1.NetworkInterface;
import dev.yadori.proto.launcher.v1.PauseGuestRequest;
import dev.yadori.proto.launcher.v1.PrepareIncomingRequest;
import dev.yadori.proto.launcher.v1.RebootGuestRequest;
import dev.yadori.proto.launcher.v1.ReleaseGuestRequest;
import dev.yadori.proto.launcher.v1.ResetGuestRequest;
import dev.yadori.proto.launcher.v1.ResumeGuestRequest;
import dev.yadori.proto.launcher.v1.StartGuestRequest;
import dev.yadori.proto.launcher.v1.TakeScreenshotRequest;
import dev.yadori.proto.launcher.v1.ThawFilesystemsRequest;
import dev.yadori.proto.launcher.v1.UpdateInterfacesRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** {@link LauncherClient} over gRPC. */
public final class GrpcLauncherClient implements LauncherClient {
    private static final int STATS_SECONDS = 2;
    private static final int INFO_SECONDS = 5;
    private static final int START_SECONDS = 60;
    private static final int COMMAND_SECONDS = 10;
    private static final int FREEZE_SECONDS = 30;
    private static final int LARGEST_SCREENSHOT = 16 << 20;

    private final ManagedChannel channel;
    private final LauncherServiceGrpc.LauncherServiceBlockingStub blocking;

    /** The channel is closed with this. */
    public GrpcLauncherClient(ManagedChannel channel) {
        this.channel = channel;
        blocking = LauncherServiceGrpc.newBlockingStub(channel);
    }

    @Override
    public LauncherInfo info() throws LauncherException {
        var info = call(() -> within(INFO_SECONDS).getInfo(GetInfoRequest.getDefaultInstance()));
        return new LauncherInfo(
                info.getContractVersion(),
                info.getLauncherVersion(),
                info.getObjectUid(),
                info.getWantedRouterDevicesList());
    }

    @Override
    public GuestReport start(LaunchSpec spec) throws LauncherException {
        var request = StartGuestRequest.newBuilder().setSpec(spec).build();
        return ReportMapper.report(
                call(() -> within(START_SECONDS).startGuest(request)).getStatus());
    }

    @Override
    public GuestReport prepareIncoming(LaunchSpec spec, String migration) throws LauncherException {
        var request = PrepareIncomingRequest.newBuilder()
                .setSpec(spec)
                .setMigrationUid(migration)
                .build();
        return ReportMapper.report(
                call(() -> within(START_SECONDS).prepareIncoming(request)).getStatus());
    }

    @Override
    public GuestReport completeIncoming(String migration, boolean pausedByUser) throws LauncherException {
        var request = CompleteIncomingRequest.newBuilder()
                .setMigrationUid(migration)
                .setPausedByUser(pausedByUser)
                .build();
        return ReportMapper.report(
                call(() -> within(COMMAND_SECONDS).completeIncoming(request)).getStatus());
    }

    @Override
    public void migrate(String migration, MigrationTerms terms) throws LauncherException {
        var request = MigrateGuestRequest.newBuilder()
                .setMigrationUid(migration)
                .setTerms(terms)
                .build();
        call(() -> within(COMMAND_SECONDS).migrateGuest(request));
    }

    @Override
    public void cancelMigration(String migration) throws LauncherException {
        var request =
                CancelMigrationRequest.newBuilder().setMigrationUid(migration).build();
        call(() -> within(COMMAND_SECONDS).cancelMigration(request));
    }

    @Override
    public void release(String migration) throws LauncherException {
        var request =
                ReleaseGuestRequest.newBuilder().setMigrationUid(migration).build();
        call(() -> within(COMMAND_SECONDS).releaseGuest(request));
    }

    @Override
    public void updateInterfaces(List<NetworkInterface> interfaces) throws LauncherException {
        var request = UpdateInterfacesRequest.newBuilder()
                .addAllInterfaces(interfaces)
                .build();
        call(() -> within(COMMAND_SECONDS).updateInterfaces(request));
    }

    @Override
    public Watch watch(WatchListener listener) {
        return GuestWatch.start(LauncherServiceGrpc.newStub(channel), listener);
    }

    @Override
    public void pause() throws LauncherException {
        call(() -> within(COMMAND_SECONDS).pauseGuest(PauseGuestRequest.getDefaultInstance()));
    }

    @Override
    public void resume() throws LauncherException {
        call(() -> within(COMMAND_SECONDS).resumeGuest(ResumeGuestRequest.getDefaultInstance()));
    }

    @Override
    public GuestLine console(int replayBytes, LineListener listener) {
        return GrpcLine.console(LauncherServiceGrpc.newStub(channel), replayBytes, listener);
    }

    @Override
    public GuestLine screen(boolean preserve, LineListener listener) {
        return GrpcLine.screen(LauncherServiceGrpc.newStub(channel), preserve, listener);
    }

    @Override
    public ByteString screenshot(boolean moveCursor) throws LauncherException {
        var request =
                TakeScreenshotRequest.newBuilder().setMoveCursor(moveCursor).build();
        return call(() -> within(COMMAND_SECONDS)
                        .withMaxInboundMessageSize(LARGEST_SCREENSHOT)
                        .takeScreenshot(request))
                .getPng();
    }

    @Override
    public void reset() throws LauncherException {
        call(() -> within(COMMAND_SECONDS).resetGuest(ResetGuestRequest.getDefaultInstance()));
    }

    @Override
    public void reboot() throws LauncherException {
        call(() -> within(COMMAND_SECONDS).rebootGuest(RebootGuestRequest.getDefaultInstance()));
    }

    @Override
    public void freeze(Duration timeout) throws LauncherException {
        var request = FreezeFilesystemsRequest.newBuilder()
                .setUnfreezeTimeout(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(timeout.getSeconds())
                        .setNanos(timeout.getNano()))
                .build();
        call(() -> within(FREEZE_SECONDS).freezeFilesystems(request));
    }

    @Override
    public void thaw() throws LauncherException {
        call(() -> within(FREEZE_SECONDS).thawFilesystems(ThawFilesystemsRequest.getDefaultInstance()));
    }

    @Override
    public AgentInfo agentInfo() throws LauncherException {
        return call(() -> within(INFO_SECONDS).getGuestInfo(GetGuestInfoRequest.getDefaultInstance()))
                .getInfo();
    }

    @Override
    public GuestStats stats() throws LauncherException {
        return call(() -> within(STATS_SECONDS).getGuestStats(GetGuestStatsRequest.getDefaultInstance()))
                .getStats();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private LauncherServiceGrpc.LauncherServiceBlockingStub within(int seconds) {
        return blocking.withDeadlineAfter(seconds, TimeUnit.SECONDS);
    }

    private static <T> T call(Supplier<T> rpc) throws LauncherException {
        try {
            return rpc.get();
        } catch (StatusRuntimeException failure) {
            throw Failures.of(failure);
        }
    }
}
