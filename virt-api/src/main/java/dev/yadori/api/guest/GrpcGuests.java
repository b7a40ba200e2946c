package dev.yadori.api.guest;

import com.google.protobuf.Duration;
import dev.yadori.api.stream.ByteSource;
import dev.yadori.proto.handler.v1.ConsoleRequest;
import dev.yadori.proto.handler.v1.ConsoleResponse;
import dev.yadori.proto.handler.v1.FreezeFilesystemsRequest;
import dev.yadori.proto.handler.v1.GetGuestInfoRequest;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc.HandlerServiceBlockingStub;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc.HandlerServiceStub;
import dev.yadori.proto.handler.v1.OpenConsole;
import dev.yadori.proto.handler.v1.OpenVnc;
import dev.yadori.proto.handler.v1.PauseGuestRequest;
import dev.yadori.proto.handler.v1.RebootGuestRequest;
import dev.yadori.proto.handler.v1.ResetGuestRequest;
import dev.yadori.proto.handler.v1.ResumeGuestRequest;
import dev.yadori.proto.handler.v1.TakeScreenshotRequest;
import dev.yadori.proto.handler.v1.ThawFilesystemsRequest;
import dev.yadori.proto.handler.v1.VncRequest;
import dev.yadori.proto.handler.v1.VncResponse;
import dev.yadori.proto.launcher.v1.AgentInfo;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Guests by gRPC calls to the virt-handler of their node. */
public final class GrpcGuests implements Guests {

    private static final int SECONDS = 17;
    private static final int FILESYSTEM_SECONDS = 37;

    private final Function<String, Channel> nodes;

    /**
     * Guests that these ways lead to.
     *
     * @param nodes the way to the virt-handler of a node, or a GuestCallException
     */
    public GrpcGuests(Function<String, Channel> nodes) {
        this.nodes = nodes;
    }

    /** Those that this directory finds. */
    public static GrpcGuests of(HandlerDirectory directory, HandlerChannels channels) {
        return new GrpcGuests(node -> channels.to(directory
                .find(node)
                .orElseThrow(() -> new GuestCallException("virt-handler of node " + node + " is not ready"))));
    }

    @Override
    public ByteSource console(GuestPlace guest, int replayBytes) {
        ConsoleRequest opening = ConsoleRequest.newBuilder()
                .setOpen(OpenConsole.newBuilder().setGuest(guest.reference()).setReplayBytes(replayBytes))
                .build();
        return new GrpcByteSource<ConsoleRequest, ConsoleResponse>(
                stub(guest)::console,
                opening,
                input -> ConsoleRequest.newBuilder().setInput(input).build(),
                ConsoleResponse::getOutput);
    }

    @Override
    public ByteSource screen(GuestPlace guest, boolean preserveSession) {
        VncRequest opening = VncRequest.newBuilder()
                .setOpen(OpenVnc.newBuilder().setGuest(guest.reference()).setPreserveSession(preserveSession))
                .build();
        return new GrpcByteSource<VncRequest, VncResponse>(
                stub(guest)::vnc,
                opening,
                input -> VncRequest.newBuilder().setInput(input).build(),
                VncResponse::getOutput);
    }

    @Override
    public byte[] screenshot(GuestPlace guest, boolean moveCursor) {
        TakeScreenshotRequest request = TakeScreenshotRequest.newBuilder()
                .setGuest(guest.reference())
                .setMoveCursor(moveCursor)
                .build();
        return call(guest, SECONDS, handler -> handler.takeScreenshot(request))
                .getPng()
                .toByteArray();
    }

    @Override
    public void pause(GuestPlace guest) {
        PauseGuestRequest request =
                PauseGuestRequest.newBuilder().setGuest(guest.reference()).build();
        var _ = call(guest, SECONDS, handler -> handler.pauseGuest(request));
    }

    @Override
    public void resume(GuestPlace guest) {
        ResumeGuestRequest request =
                ResumeGuestRequest.newBuilder().setGuest(guest.reference()).build();
        var _ = call(guest, SECONDS, handler -> handler.resumeGuest(request));
    }

    @Override
    public void reset(GuestPlace guest) {
        ResetGuestRequest request =
                ResetGuestRequest.newBuilder().setGuest(guest.reference()).build();
        var _ = call(guest, SECONDS, handler -> handler.resetGuest(request));
    }

    @Override
    public void reboot(GuestPlace guest) {
        RebootGuestRequest request =
                RebootGuestRequest.newBuilder().setGuest(guest.reference()).build();
        var _ = call(guest, SECONDS, handler -> handler.rebootGuest(request));
    }

    @Override
    public void freeze(GuestPlace guest, java.time.Duration thawAfter) {
        FreezeFilesystemsRequest request = FreezeFilesystemsRequest.newBuilder()
                .setGuest(guest.reference())
                .setUnfreezeTimeout(
                        Duration.newBuilder().setSeconds(thawAfter.getSeconds()).setNanos(thawAfter.getNano()))
                .build();
        var _ = call(guest, FILESYSTEM_SECONDS, handler -> handler.freezeFilesystems(request));
    }

    @Override
    public void thaw(GuestPlace guest) {
        ThawFilesystemsRequest request =
                ThawFilesystemsRequest.newBuilder().setGuest(guest.reference()).build();
        var _ = call(guest, FILESYSTEM_SECONDS, handler -> handler.thawFilesystems(request));
    }

    @Override
    public AgentInfo agent(GuestPlace guest) {
        GetGuestInfoRequest request =
                GetGuestInfoRequest.newBuilder().setGuest(guest.reference()).build();
        return call(guest, SECONDS, handler -> handler.getGuestInfo(request)).getInfo();
    }

    private HandlerServiceStub stub(GuestPlace guest) {
        return HandlerServiceGrpc.newStub(nodes.apply(guest.node()));
    }

    private <T> T call(GuestPlace guest, int seconds, Function<HandlerServiceBlockingStub, T> what) {
        try {
            return what.apply(HandlerServiceGrpc.newBlockingStub(nodes.apply(guest.node()))
                    .withDeadlineAfter(seconds, TimeUnit.SECONDS));
        } catch (StatusRuntimeException e) {
            throw new GuestCallException(why(e.getStatus(), guest.node()), e);
        }
    }

    /** What a user is told. */
    static String why(Status status, String node) {
        return switch (status.getCode()) {
            case UNAVAILABLE -> "virt-handler of node " + node + " cannot be reached";
            case DEADLINE_EXCEEDED -> "the guest did not answer in time";
            case UNIMPLEMENTED -> "virt-handler of node " + node + " cannot do that";
            default -> status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        };
    }
}
