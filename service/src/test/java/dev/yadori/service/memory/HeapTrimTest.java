package dev.yadori.service.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTrimTest {
    private static final long MIB = 1 << 20;

    private long lives = 20 * MIB;
    private long garbage = 30 * MIB;
    private int collections;
    private final HeapTrim trim = new HeapTrim(() -> lives + garbage, () -> {
        garbage = 0;
        collections++;
    });

    @Test
    void firstLookCollectsWhatTheStartHasLeft() {
        trim.look();

        assertThat(collections).isOne();
    }

    @Test
    void idleProcessIsLeftAloneOnceThereIsNoLess() {
        trim.look();

        for (int look = 0; look < 100; look++) {
            garbage = 4 * MIB;
            trim.look();
        }

        assertThat(collections).isEqualTo(2);
    }

    @Test
    void whatLivedOnlyDuringSomeWorkIsGoneMinutesLater() {
        lives = 30 * MIB;
        trim.look();
        lives = 17 * MIB;
        garbage = 20 * MIB;

        for (int look = 0; look < 12; look++) {
            trim.look();
        }

        assertThat(garbage).isZero();
        assertThat(collections).isEqualTo(3);
    }

    @Test
    void halfAsMuchGarbageAsLivesIsCollected() {
        trim.look();
        garbage = 10 * MIB - 1;
        trim.look();
        assertThat(collections).isOne();

        garbage = 10 * MIB;
        trim.look();

        assertThat(collections).isEqualTo(2);
    }

    @Test
    void whatLivesMayGrow() {
        trim.look();
        lives = 100 * MIB;
        trim.look();
        assertThat(collections).isEqualTo(2);

        garbage = 49 * MIB;
        trim.look();

        assertThat(collections).isEqualTo(2);
    }

    @Test
    void littleIsNotWorthIt() {
        lives = MIB;
        garbage = 6 * MIB;

        trim.look();

        assertThat(collections).isZero();
    }
}
