package dev.yadori.launcher.lifecycle;

import java.time.Instant;
import java.util.Optional;

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
    record Entry(Launch launch, boolean started, boolean resumed, Optional<Instant> endsBy) {

        static Entry startOf(Launch launch) {
            return new Entry(launch, false, false, Optional.empty());
        }

        Entry withStarted() {
            return new Entry(launch, true, resumed, endsBy);
        }

        Entry withResumed() {
            return new Entry(launch, started, true, endsBy);
        }

        Entry withEnd(Instant deadline) {
            return new Entry(launch, started, resumed, Optional.of(deadline));
        }
    }
}
