package dev.yadori.handler.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.proto.launcher.v1.GuestStatus;
import dev.yadori.proto.launcher.v1.MigrationProgress;
import dev.yadori.proto.launcher.v1.OutgoingMigration;
import dev.yadori.proto.launcher.v1.OutgoingMigration.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransferTest {
    private static final MigrationProgress HALF = MigrationProgress.newBuilder()
            .setTotalBytes(100)
            .setTransferredBytes(50)
            .setRemainingBytes(50)
            .setBandwidthBytes(9)
            .setMemoryBandwidthBytes(7)
            .setDirtiedBytesPerSecond(3)
            .build();

    @Test
    void guestThatLeavesHasGotSoFar() {
        assertThat(transfer(Phase.PHASE_RUNNING, HALF).leaving()).contains(new Transfer.Progress(100, 50, 50, 7, 3));
    }

    @Test
    void nothingIsKnownBeforeTheFirstNumbers() {
        assertThat(transfer(Phase.PHASE_RUNNING, MigrationProgress.getDefaultInstance())
                        .leaving())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"PHASE_FAILED", "PHASE_CANCELLED", "PHASE_DEPARTED"})
    void guestThatStaysOrHasLeftIsNotOnItsWay(Phase over) {
        assertThat(transfer(over, HALF).leaving()).isEmpty();
    }

    private static Transfer transfer(Phase phase, MigrationProgress progress) {
        return ReportMapper.report(GuestStatus.newBuilder()
                        .setOutgoing(OutgoingMigration.newBuilder()
                                .setMigrationUid("uid")
                                .setPhase(phase)
                                .setProgress(progress))
                        .build())
                .transfer();
    }
}
