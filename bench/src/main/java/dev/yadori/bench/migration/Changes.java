package dev.yadori.bench.migration;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** What a watch told of a guest's status while it was moved, and when. */
record Changes(List<Change> all) {
    /**
     * One line of it: microseconds since 1970, and then fields of migrationState, each of them empty where it is absent.
     *
     * @param started a time stamp
     */
    record Change(long micros, String started, String abortRequested, String completed) {
        private static final int FIELDS = 4;

        static Change parse(String line) {
            var fields = line.split("\\|", -1);
            if (fields.length != FIELDS) {
                throw new IllegalArgumentException("not a change: " + line);
            }
            return new Change(Long.parseLong(fields[0].replace(".", "")), fields[1], fields[2], fields[3]);
        }
    }

    Changes {
        all = List.copyOf(all);
    }

    static Changes parse(String output) {
        return new Changes(output.lines().map(Change::parse).toList());
    }

    /** Of those since a time: the state of the migration before stays until the next one has one. */
    Changes since(long micros) {
        var later = all.stream().filter(change -> change.micros() >= micros).toList();
        var begun = later.stream()
                .filter(change -> change.completed().isEmpty())
                .mapToLong(Change::micros)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        return new Changes(
                later.stream().filter(change -> change.micros() >= begun).toList());
    }

    /** From libvirt being asked for the migration to the status that says where the guest is. */
    Duration move() {
        return Duration.ofNanos(
                (end() - first("start", change -> !change.started().isEmpty())) * 1_000);
    }

    /** When the migration was settled. */
    long end() {
        return first("end", change -> "true".equals(change.completed()));
    }

    long abortRequested() {
        return first("cancel", change -> "true".equals(change.abortRequested()));
    }

    private long first(String what, Predicate<Change> fact) {
        return all.stream()
                .filter(fact)
                .mapToLong(Change::micros)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the watch has not seen the " + what));
    }
}
