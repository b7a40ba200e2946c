package dev.yadori.launcher.lifecycle;

import java.time.Instant;
import java.util.Optional;

/** What is known for sure of the one guest's life, written down before it is acted upon. Confined to the guest's thread. */
final class LifeRecord {
    private final Journal journal;
    private Optional<Journal.Entry> entry;

    LifeRecord(Journal journal) {
        this.journal = journal;
        this.entry = journal.read();
    }

    /** Where a launcher that has just begun has to assume its guest to be. */
    GuestState remembered() {
        return entry.<GuestState>map(life -> {
                    GuestState before = new GuestState.Starting();
                    if (life.started()) {
                        before = life.endsBy().isPresent() ? new GuestState.ShuttingDown() : new GuestState.Running();
                    }
                    return new GuestState.Unknown(before, "The launcher has been started again.");
                })
                .orElseGet(GuestState.Absent::new);
    }

    Optional<Launch> launch() {
        return entry.map(Journal.Entry::launch);
    }

    Optional<Instant> endsBy() {
        return entry.flatMap(Journal.Entry::endsBy);
    }

    boolean isStarted() {
        return entry.map(Journal.Entry::started).orElse(false);
    }

    /** Whether it was started paused and nobody has let it go. */
    boolean isNeverResumed() {
        return entry.map(life -> life.launch().startPaused() && !life.resumed()).orElse(false);
    }

    void willStart(Launch launch) {
        write(Journal.Entry.startOf(launch));
    }

    void hasStarted() {
        write(entry.orElseThrow().withStarted());
    }

    void willResume() {
        write(entry.orElseThrow().withResumed());
    }

    /** Of a guest that is not even written down there is nothing to end. */
    void willEnd(Instant deadline) {
        entry.ifPresent(life -> write(life.withEnd(deadline)));
    }

    private void write(Journal.Entry next) {
        journal.write(next);
        entry = Optional.of(next);
    }
}
