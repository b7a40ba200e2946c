package dev.yadori.bench.migration;

import dev.yadori.bench.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Prints the figures of what bench/migration has noted in a folder: CASE/WAY/ROUND, cancel. */
public final class Main {
    private static final String YADORI = "yadori";
    private static final String BARE = "bare";
    private static final double MILLI = 1_000;

    private final Path notes;
    private final Figures figures = new Figures(System.out);

    private Main(Path notes) {
        this.notes = notes;
    }

    public static void main(String[] args) throws IOException {
        new Main(Path.of(args[0])).run();
    }

    private void run() throws IOException {
        for (var folder : folders(notes.resolve("cases"))) {
            compare(folder);
        }
        for (var folder : folders(notes.resolve("cancel"))) {
            cancel(folder);
        }
        System.out.println(figures.json());
    }

    private void compare(Path folder) throws IOException {
        var name = folder.getFileName().toString();
        var ram = Notes.parse(Files.readString(notes.resolve("guest"))).number("bytes");
        var yadori = rounds(folder.resolve(YADORI));
        var bare = rounds(folder.resolve(BARE));
        ways(name + "_" + YADORI, yadori, ram);
        figures.add(
                name + "_yadori_whole_seconds",
                median(yadori, round -> round.whole().toNanos() / 1e9));
        figures.add(name + "_yadori_handlers_cpu_seconds", median(yadori, Round::handlerSeconds));
        if (bare.isEmpty()) {
            return;
        }
        ways(name + "_" + BARE, bare, ram);
        figures.add(name + "_total_ratio", median(yadori, Main::seconds) / median(bare, Main::seconds));
        figures.add(name + "_job_ratio", median(yadori, Main::jobSeconds) / median(bare, Main::jobSeconds));
        figures.add(name + "_seen_downtime_more_ms", median(yadori, Main::seenMillis) - median(bare, Main::seenMillis));
    }

    private void ways(String name, List<Round> rounds, double ram) {
        figures.add(name + "_rounds", rounds.size());
        figures.add(name + "_total_seconds", median(rounds, Main::seconds));
        figures.add(name + "_job_seconds", median(rounds, Main::jobSeconds));
        figures.add(
                name + "_job_downtime_ms", median(rounds, round -> round.job().downtimeMillis()));
        figures.add(name + "_seen_downtime_ms", median(rounds, Main::seenMillis));
        figures.add(name + "_sent_per_ram", median(rounds, round -> round.job().sentBytes()) / ram);
    }

    private void cancel(Path folder) throws IOException {
        var noted = Notes.parse(Files.readString(folder.resolve("notes")));
        var changes = Changes.parse(Files.readString(folder.resolve("watch"))).since(noted.micros("asked"));
        long cancelled = noted.micros("cancelled");
        var name = "cancel_" + folder.getFileName();
        figures.add(name + "_acknowledged_ms", (changes.abortRequested() - cancelled) / MILLI);
        figures.add(name + "_settled_ms", (changes.end() - cancelled) / MILLI);
    }

    private static List<Round> rounds(Path way) throws IOException {
        var rounds = new ArrayList<Round>();
        for (var folder : folders(way)) {
            rounds.add(Round.read(folder));
        }
        return rounds;
    }

    private static List<Path> folders(Path parent) throws IOException {
        if (!Files.exists(parent)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(parent)) {
            return found.sorted().toList();
        }
    }

    private static double seconds(Round round) {
        return round.move().toNanos() / 1e9;
    }

    private static double jobSeconds(Round round) {
        return round.job().elapsedMillis() / MILLI;
    }

    private static double seenMillis(Round round) {
        return round.seen().toNanos() / 1e6;
    }

    /** The lower one of two in the middle: one that was measured. */
    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray()[(rounds.size() - 1) / 2];
    }
}
