package dev.yadori.handler.launcher;

import com.google.protobuf.Timestamp;
import dev.yadori.proto.launcher.v1.GuestInterface;
import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.MigrationProgress;
import dev.yadori.proto.launcher.v1.OutgoingMigration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** From the wire's status to a report. A word of a newer launcher is something unknown, never a proof. */
final class ReportMapper {
    private static final int MAX_MESSAGE = 1024;
    private static final int MAX_MACHINE = 64;
    private static final int MAX_UID = 64;
    private static final int MAX_NAME = 63;
    private static final int MOST_CARDS = 64;

    private ReportMapper() {}

    static GuestReport report(GuestStatus status) {
        return new GuestReport(
                state(status),
                instant(status.getSince()),
                bounded(status.getMessage(), MAX_MESSAGE),
                status.getAccelerated(),
                bounded(status.getMachineType(), MAX_MACHINE),
                status.getAgentConnected(),
                status.hasAgent() ? Optional.of(AgentMapper.agent(status.getAgent())) : Optional.empty(),
                credentials(status),
                transfer(status),
                status.hasInterfaces()
                        ? Optional.of(cards(status.getInterfaces().getItemsList()))
                        : Optional.empty());
    }

    private static Map<String, Boolean> cards(List<GuestInterface> items) {
        return items.stream()
                .limit(MOST_CARDS)
                .collect(Collectors.toUnmodifiableMap(
                        item -> bounded(item.getName(), MAX_NAME), GuestInterface::getLinkUp, (one, _) -> one));
    }

    private static Optional<GuestReport.Credentials> credentials(GuestStatus status) {
        return status.hasCredentials()
                ? Optional.of(new GuestReport.Credentials(
                        status.getCredentials().getSynchronized(),
                        bounded(status.getCredentials().getMessage(), MAX_MESSAGE)))
                : Optional.empty();
    }

    private static Transfer transfer(GuestStatus status) {
        var out = status.getOutgoing();
        var in = status.getIncoming();
        return new Transfer(
                status.hasOutgoing()
                        ? Optional.of(new Transfer.Outgoing(
                                bounded(out.getMigrationUid(), MAX_UID),
                                phase(out.getPhase()),
                                out.getMode() == OutgoingMigration.Mode.MODE_PAUSED,
                                out.getPausedByUser(),
                                bounded(out.getMessage(), MAX_MESSAGE),
                                progress(out.getProgress())))
                        : Optional.empty(),
                status.hasIncoming() ? Optional.of(bounded(in.getMigrationUid(), MAX_UID)) : Optional.empty());
    }

    /** A guest of no bytes is one of which nothing has been said yet. */
    private static Optional<Transfer.Progress> progress(MigrationProgress said) {
        return said.getTotalBytes() == 0
                ? Optional.empty()
                : Optional.of(new Transfer.Progress(
                        said.getTotalBytes(),
                        said.getTransferredBytes(),
                        said.getRemainingBytes(),
                        said.getMemoryBandwidthBytes(),
                        said.getDirtiedBytesPerSecond()));
    }

    private static Transfer.Phase phase(OutgoingMigration.Phase phase) {
        return switch (phase) {
            case PHASE_FAILED -> Transfer.Phase.FAILED;
            case PHASE_CANCELLED -> Transfer.Phase.CANCELLED;
            case PHASE_DEPARTED -> Transfer.Phase.DEPARTED;
            case PHASE_RUNNING, PHASE_UNSPECIFIED, UNRECOGNIZED -> Transfer.Phase.RUNNING;
        };
    }

    private static GuestState state(GuestStatus status) {
        return switch (status.getState()) {
            case STATE_ABSENT -> new GuestState.Absent();
            case STATE_STARTING -> new GuestState.Starting();
            case STATE_RUNNING -> new GuestState.Running();
            case STATE_PAUSED -> new GuestState.Paused(pauseReason(status.getPauseReason()));
            case STATE_INCOMING -> new GuestState.Incoming();
            case STATE_SHUTTING_DOWN -> new GuestState.ShuttingDown();
            case STATE_STOPPED -> new GuestState.Stopped(stopReason(status.getStopReason()));
            case STATE_UNSPECIFIED, STATE_UNKNOWN, UNRECOGNIZED -> new GuestState.Unknown();
        };
    }

    private static GuestState.PauseReason pauseReason(GuestStatus.PauseReason reason) {
        return switch (reason) {
            case PAUSE_REASON_USER -> GuestState.PauseReason.USER;
            case PAUSE_REASON_IO_ERROR -> GuestState.PauseReason.IO_ERROR;
            case PAUSE_REASON_START_STRATEGY -> GuestState.PauseReason.START_STRATEGY;
            case PAUSE_REASON_MIGRATION -> GuestState.PauseReason.MIGRATION;
            case PAUSE_REASON_UNSPECIFIED, PAUSE_REASON_OTHER, UNRECOGNIZED -> GuestState.PauseReason.OTHER;
        };
    }

    private static GuestState.StopReason stopReason(GuestStatus.StopReason reason) {
        return switch (reason) {
            case STOP_REASON_SHUTDOWN -> GuestState.StopReason.SHUTDOWN;
            case STOP_REASON_DESTROYED -> GuestState.StopReason.DESTROYED;
            case STOP_REASON_CRASHED -> GuestState.StopReason.CRASHED;
            case STOP_REASON_FAILED_TO_START -> GuestState.StopReason.FAILED_TO_START;
            case STOP_REASON_MIGRATED -> GuestState.StopReason.MIGRATED;
            case STOP_REASON_UNSPECIFIED, UNRECOGNIZED -> GuestState.StopReason.OTHER;
        };
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private static String bounded(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
