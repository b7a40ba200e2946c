package dev.yadori.handler.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.handler.network.NsenterPodNetworkHostIT.Way;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process of a handler dies with SIGKILL, with whatever it runs, after the first change to a pod's network, another one after
 * the second, and so on to the last. The next handler finds only what is there, and makes the same of it as one that was left alone.
 */
@Tag("host")
class HandlerKilledHostIT {
    /** No binding is done with fewer. */
    private static final int FEWEST = 8;

    @BeforeEach
    void hostCanDoIt() {
        assumeThat(PodLab.missing()).as("what this host lacks").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nextHandlerFinishesWhatOneBeganThatWasKilledAfterAnyChange(Way way) throws IOException, InterruptedException {
        NicFacts wanted;
        String state;
        try (PodLab lab = PodLab.pointToPoint()) {
            wanted = NsenterPodNetworkHostIT.plumbed(lab, way.request());
            state = NsenterPodNetworkHostIT.stable(lab.state());
        }
        int killed = 0;
        boolean more = true;
        while (more) {
            int changes = killed + 1;
            try (PodLab lab = PodLab.pointToPoint()) {
                more = KilledRun.of(lab.pod(), changes, () -> HandlerProcess.start(lab.path("pod"), way));
                killed += more ? 1 : 0;
                assertThat(NsenterPodNetworkHostIT.plumbed(lab, way.request()))
                        .as("facts after %d changes", changes)
                        .isEqualTo(wanted);
                assertThat(NsenterPodNetworkHostIT.stable(lab.state()))
                        .as("state after %d changes", changes)
                        .isEqualTo(state);
            }
        }
        assertThat(killed).as("handlers that were killed").isGreaterThan(FEWEST);
    }
}
