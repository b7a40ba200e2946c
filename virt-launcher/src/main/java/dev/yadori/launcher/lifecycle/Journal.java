package dev.yadori.launcher.lifecycle;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What a launcher that is started again has to know. Each write replaces the one before, wholly or not at all. */
public interface Journal {

    /** What was written last. */
    Optional<Entry> read();

    void write(Entry entry);

    /**
     * One guest's life so far.
     *
     * @param started libvirt has said that it runs; before, its start was only about to be asked for
     * @param endsBy it was asked to end
     */
    record Entry(Launch launch, boolean started, boolean resumed, Optional<Instant> endsBy, Optional<Move> move) {

        public Entry(Launch launch, boolean started, boolean resumed, Optional<Instant> endsBy) {
            this(launch, started, resumed, endsBy, Optional.empty());
        }

        static Entry startOf(Launch launch) {
            return new Entry(launch, false, false, Optional.empty(), Optional.empty());
        }

        Entry withStarted() {
            return new Entry(launch, true, resumed, endsBy, move);
        }

        Entry withResumed() {
            return new Entry(launch, started, true, endsBy, move);
        }

        Entry withEnd(Instant deadline) {
            return new Entry(launch, started, resumed, Optional.of(deadline), move);
        }

        Entry withMove(Move next) {
            return new Entry(launch, started, resumed, endsBy, Optional.of(next));
        }
    }

    /**
     * A migration of the guest, by the UID of its object.
     *
     * @param pausedByUser it was paused when it left
     */
    record Move(UUID migration, Step step, boolean pausedByUser) {
        /** How far it was. */
        public enum Step {
            /** From here; it may be on its way. */
            LEAVING,
            /** From here; it did not leave. */
            STAYED,
            /** From here; nothing of it runs here any more. */
            DEPARTED,
            /** To here; it must not run. */
            COMING,
            /** To here; its source has stopped. */
            RELEASED,
            /** To here; it runs. */
            ARRIVED
        }

        Move at(Step next) {
            return new Move(migration, next, pausedByUser);
        }
    }
}
