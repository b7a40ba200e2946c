package dev.yadori.bench;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The stages that only the launcher sees, from the times in its log. They are the node's clock, not ours. */
record LauncherLog(Map<Stage, Instant> stages) {
    private static final Pattern LINE = Pattern.compile("time=(\\S+) level=info msg=\"([^\"]*)\".*");

    /** From the text of a log; the first time of each stage counts. */
    static LauncherLog parse(String log) {
        var stages = new EnumMap<Stage, Instant>(Stage.class);
        log.lines().map(LINE::matcher).filter(java.util.regex.Matcher::matches).forEach(line -> {
            var at = Instant.parse(line.group(1));
            switch (line.group(2)) {
                case "launcher serving" -> stages.putIfAbsent(Stage.LAUNCHER_READY, at);
                case "domain defined" -> stages.putIfAbsent(Stage.DOMAIN_DEFINED, at);
                default -> {
                    // Not a stage.
                }
            }
        });
        return new LauncherLog(Map.copyOf(stages));
    }
}
