package dev.yadori.bench.migration;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What libvirt says of a migration that has ended, from {@code virsh domjobinfo --completed} at the target.
 *
 * @param values by their names there; times in milliseconds, sizes in bytes
 */
record JobInfo(Map<String, Double> values) {
    private static final Pattern LINE = Pattern.compile("([^:]+):\\s+([0-9.]+)\\s*(\\S*)\\s*");
    private static final String BINARY = "KMGT";

    JobInfo {
        values = Map.copyOf(values);
    }

    static JobInfo parse(String output) {
        var values = new HashMap<String, Double>();
        output.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            double number = Double.parseDouble(line.group(2));
            values.put(line.group(1).strip(), number * scale(line.group(3)));
        });
        return new JobInfo(values);
    }

    private static double scale(String unit) {
        return unit.endsWith("iB") ? Math.pow(1024, BINARY.indexOf(unit.charAt(0)) + 1.0) : 1;
    }

    double elapsedMillis() {
        return require("Time elapsed");
    }

    double downtimeMillis() {
        return require("Total downtime");
    }

    /** Of memory and disks. */
    double sentBytes() {
        return require("Data processed");
    }

    private double require(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("libvirt does not say: " + name);
        }
        return value;
    }
}
