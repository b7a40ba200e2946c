package dev.yadori.launcher.grpc;

import com.google.protobuf.Timestamp;
import dev.yadori.launcher.lifecycle.GuestReport;
import dev.yadori.launcher.lifecycle.GuestState;
import dev.yadori.launcher.lifecycle.GuestStatusEvent;
import dev.yadori.proto.launcher.v1.CredentialStatus;
import dev.yadori.proto.launcher.v1.GuestEvent;
import dev.yadori.proto.launcher.v1.GuestInterface;
import dev.yadori.proto.launcher.v1.GuestInterfaces;
import dev.yadori.proto.launcher.v1.GuestStatus;
import java.time.Instant;

/** From what is known of the guest to the wire contract. */
final class StatusMapper {
    private StatusMapper() {}

    static GuestEvent event(GuestStatusEvent event) {
        return GuestEvent.newBuilder()
                .setSequence(event.sequence())
                .setTime(timestamp(event.time()))
                .setStatus(status(event.report()))
                .build();
    }

    static GuestStatus status(GuestReport report) {
        var status = GuestStatus.newBuilder()
                .setSince(timestamp(report.since()))
                .setAccelerated(report.facts().accelerated())
                .setMachineType(report.facts().machineType())
                .setAgentConnected(report.facts().agentConnected());
        if (report.state() instanceof GuestState.Running || report.state() instanceof GuestState.Paused) {
            status.setInterfaces(interfaces(report));
        }
        report.agent().info().map(AgentMapper::info).ifPresent(status::setAgent);
        report.agent()
                .credentials()
                .ifPresent(credentials -> status.setCredentials(CredentialStatus.newBuilder()
                        .setSynchronized(credentials.synchronizedNow())
                        .setMessage(credentials.message())));
        report.transfer().outgoing().map(MigrationMapper::outgoing).ifPresent(status::setOutgoing);
        report.transfer().incoming().map(MigrationMapper::incoming).ifPresent(status::setIncoming);
        switch (report.state()) {
            case GuestState.Absent() -> status.setState(GuestStatus.State.STATE_ABSENT);
            case GuestState.Starting() -> status.setState(GuestStatus.State.STATE_STARTING);
            case GuestState.Incoming(var _) -> status.setState(GuestStatus.State.STATE_INCOMING);
            case GuestState.Running() -> status.setState(GuestStatus.State.STATE_RUNNING);
            case GuestState.Paused(var reason) ->
                status.setState(GuestStatus.State.STATE_PAUSED).setPauseReason(pauseReason(reason));
            case GuestState.ShuttingDown() -> status.setState(GuestStatus.State.STATE_SHUTTING_DOWN);
            case GuestState.Stopped(var reason, var message) ->
                status.setState(GuestStatus.State.STATE_STOPPED)
                        .setStopReason(stopReason(reason))
                        .setMessage(message)
                        .setAgentConnected(false)
                        .clearAgent();
            case GuestState.Unknown(var _, var why) ->
                status.setState(GuestStatus.State.STATE_UNKNOWN).setMessage(why);
        }
        return status.build();
    }

    private static GuestStatus.PauseReason pauseReason(GuestState.PauseReason reason) {
        return switch (reason) {
            case USER -> GuestStatus.PauseReason.PAUSE_REASON_USER;
            case IO_ERROR -> GuestStatus.PauseReason.PAUSE_REASON_IO_ERROR;
            case START_STRATEGY -> GuestStatus.PauseReason.PAUSE_REASON_START_STRATEGY;
            case MIGRATION -> GuestStatus.PauseReason.PAUSE_REASON_MIGRATION;
            case OTHER -> GuestStatus.PauseReason.PAUSE_REASON_OTHER;
        };
    }

    private static GuestStatus.StopReason stopReason(GuestState.StopReason reason) {
        return switch (reason) {
            case SHUTDOWN -> GuestStatus.StopReason.STOP_REASON_SHUTDOWN;
            case DESTROYED -> GuestStatus.StopReason.STOP_REASON_DESTROYED;
            case CRASHED -> GuestStatus.StopReason.STOP_REASON_CRASHED;
            case FAILED_TO_START -> GuestStatus.StopReason.STOP_REASON_FAILED_TO_START;
            case MIGRATED -> GuestStatus.StopReason.STOP_REASON_MIGRATED;
        };
    }

    private static GuestInterfaces interfaces(GuestReport report) {
        return GuestInterfaces.newBuilder()
                .addAllItems(report.facts().cards().stream()
                        .map(card -> GuestInterface.newBuilder()
                                .setName(card.name())
                                .setLinkUp(card.linkUp())
                                .build())
                        .toList())
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
