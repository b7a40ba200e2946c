import dev.yadori.launcher.lifecycle.StatusLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The lines that grow in files, each with the time at which it was there, and what the lab itself does. */
final class Timeline {
    private static final int PAUSE_MILLIS = 10;
    private static final Pattern ANSWER = Pattern.compile("bytes from ([0-9.]+): .*");

    /** What came when. */
    record Entry(Instant at, String text) {}

    private final List<Entry> entries = new ArrayList<>();

    void follow(String name, Path file) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                read(name, file);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("cannot follow " + file, e);
            }
        });
    }

    private void read(String name, Path file) throws IOException, InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(PAUSE_MILLIS);
        }
        try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
            var rest = "";
            while (true) {
                var found = new byte[(int) (bytes.length() - bytes.getFilePointer())];
                bytes.readFully(found);
                var lines = (rest + new String(found, StandardCharsets.ISO_8859_1)).split("\r?\n", -1);
                for (int i = 0; i < lines.length - 1; i++) {
                    note(name + ": " + lines[i]);
                }
                rest = lines[lines.length - 1];
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** Each new state of a guest, as its launcher has it. */
    void watch(String name, StatusLog log) {
        log.watch(0, event -> note(name + ": " + event.report().state().words()));
    }

    synchronized void note(String text) {
        entries.add(new Entry(Instant.now(), text));
    }

    synchronized List<Entry> since(Instant from) {
        return entries.stream().filter(entry -> !entry.at().isBefore(from)).toList();
    }

    /** The longest times without an answer of an address, between two that came after an instant; the longest first. */
    List<Gap> gaps(String address, Instant from, int most) {
        var answers = answers(address, from);
        return IntStream.range(1, answers.size())
                .mapToObj(i -> new Gap(
                        answers.get(i - 1).at(),
                        Duration.between(answers.get(i - 1).at(), answers.get(i).at())))
                .sorted(Comparator.comparing(Gap::length).reversed())
                .limit(most)
                .toList();
    }

    List<Entry> answers(String address, Instant from) {
        return since(from).stream()
                .filter(entry -> entry.text().contains("bytes from " + address + ":"))
                .toList();
    }

    /** A time without an answer. */
    record Gap(Instant start, Duration length) {
        String since(Instant begin) {
            return "%d ms from +%d ms"
                    .formatted(length.toMillis(), Duration.between(begin, start).toMillis());
        }
    }

    /** What was said but for answers. */
    void print(Instant from) {
        since(from).stream()
                .filter(entry -> !ANSWER.matcher(entry.text()).find() && !entry.text().contains("has heard"))
                .sorted(Comparator.comparing(Entry::at))
                .forEach(entry -> System.out.println(
                        "lab: +%d ms %s".formatted(Duration.between(from, entry.at()).toMillis(), entry.text())));
    }
}
