package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.lifecycle.Journal.Move;
import dev.yadori.launcher.lifecycle.Journal.Move.Step;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

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
                    if (isAt(Step.DEPARTED)) {
                        return new GuestState.Stopped(GuestState.StopReason.MIGRATED, "");
                    }
                    GuestState before = new GuestState.Starting();
                    if (isAt(Step.COMING) || isAt(Step.RELEASED)) {
                        before = new GuestState.Incoming(false);
                    } else if (life.started()) {
                        before = life.endsBy().isPresent() ? new GuestState.ShuttingDown() : new GuestState.Running();
                    }
                    return new GuestState.Unknown(before, "The launcher has been started again.");
                })
                .orElseGet(GuestState.Absent::new);
    }

    Optional<Move> move() {
        return entry.flatMap(Journal.Entry::move);
    }

    boolean isAt(Step step) {
        return move().filter(move -> move.step() == step).isPresent();
    }

    void willReceive(Launch launch, UUID migration) {
        write(Journal.Entry.startOf(launch).withMove(new Move(migration, Step.COMING, false)));
    }

    void willLeave(UUID migration, boolean pausedByUser) {
        write(entry.orElseThrow().withMove(new Move(migration, Step.LEAVING, pausedByUser)));
    }

    /** The source has stopped. */
    void released(boolean staysPaused) {
        var move = move().orElseThrow();
        write(entry.orElseThrow().withMove(new Move(move.migration(), Step.RELEASED, staysPaused)));
    }

    void moved(Step step) {
        write(entry.orElseThrow().withMove(move().orElseThrow().at(step)));
    }

    void hasArrived() {
        write(entry.orElseThrow().withStarted().withMove(move().orElseThrow().at(Step.ARRIVED)));
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
