package dev.yadori.bench.migration;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * When echo requests of a guest came in at another pod, from what {@code tcpdump -tt -n} printed there.
 *
 * @param micros since 1970, in order
 */
record Arrivals(List<Long> micros) {
    private static final Pattern LINE =
            Pattern.compile("(\\d+)\\.(\\d{6}) IP ([0-9.]+) > [0-9.]+: ICMP echo request.*");

    Arrivals {
        micros = List.copyOf(micros);
    }

    /** Those of the addresses that the guest has had. */
    static Arrivals parse(String output, Set<String> sources) {
        return new Arrivals(output.lines()
                .map(LINE::matcher)
                .filter(line -> line.matches() && sources.contains(line.group(3)))
                .map(line -> Long.parseLong(line.group(1)) * 1_000_000 + Long.parseLong(line.group(2)))
                .sorted()
                .toList());
    }

    /**
     * How long nothing came at most.
     *
     * @throws IllegalArgumentException where fewer than two came at all
     */
    Duration longestGap() {
        long longest = 0;
        if (micros.size() < 2) {
            throw new IllegalArgumentException("the guest was not heard");
        }
        for (int i = 1; i < micros.size(); i++) {
            longest = Math.max(longest, micros.get(i) - micros.get(i - 1));
        }
        return Duration.ofNanos(longest * 1_000);
    }
}
