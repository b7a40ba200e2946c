package dev.yadori.bench.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One migration.
 *
 * @param move from libvirt being asked to where the guest is known to be elsewhere
 * @param whole from the user's wish to there
 * @param seen how long nothing was heard of the guest
 * @param handlerSeconds of the processor that both handlers took
 */
record Round(Duration move, Duration whole, Duration seen, JobInfo job, double handlerSeconds) {
    private static final int TICKS = 100;

    /** What bench/migration noted of one in a folder. */
    static Round read(Path folder) throws IOException {
        var notes = Notes.parse(Files.readString(folder.resolve("notes")));
        var asked = notes.micros("asked");
        var seen = Arrivals.parse(Files.readString(folder.resolve("seen")), notes.words("addresses"))
                .longestGap();
        var job = JobInfo.parse(Files.readString(folder.resolve("job")));
        var handlers = (notes.number("ticks_after") - notes.number("ticks_before")) / TICKS;
        var watch = folder.resolve("watch");
        if (Files.exists(watch)) {
            var changes = Changes.parse(Files.readString(watch)).since(asked);
            return new Round(changes.move(), micros(changes.end() - asked), seen, job, handlers);
        }
        var all = micros(notes.micros("ended") - asked);
        return new Round(all, all, seen, job, handlers);
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
