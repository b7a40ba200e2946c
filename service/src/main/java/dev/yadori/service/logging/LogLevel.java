package dev.yadori.service.logging;

import dev.yadori.crds.v1.DeveloperConfiguration;
import dev.yadori.crds.v1.DeveloperConfiguration.LogVerbosity;
import dev.yadori.crds.v1.KubeVirtConfiguration;
import dev.yadori.crds.v1.KubeVirtSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How much this process logs: as the KubeVirt object says of its component, or else as its environment does. Below INFO it is our
 * own code only, because libraries write what passes through them, tokens and user data among it.
 */
public final class LogLevel {

    /** Variable of the environment: one of {@link Word}. */
    static final String VARIABLE = "YADORI_LOG_LEVEL";

    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("dev.yadori");
    private static final int LEAST_DEBUG = 4;
    private static final int LEAST_TRACE = 7;

    private final Word ofEnvironment;
    private final Function<LogVerbosity, @Nullable Integer> component;

    enum Word {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE;

        private Level level() {
            return switch (this) {
                case ERROR -> Level.SEVERE;
                case WARN -> Level.WARNING;
                case INFO -> Level.INFO;
                case DEBUG -> Level.FINE;
                case TRACE -> Level.FINEST;
            };
        }
    }

    private LogLevel(Word ofEnvironment, Function<LogVerbosity, @Nullable Integer> component) {
        this.ofEnvironment = ofEnvironment;
        this.component = component;
    }

    /**
     * Takes the level of the environment, INFO where it says nothing.
     *
     * @param component which of the verbosities is this process's
     * @throws IllegalArgumentException naming the variable, if that is no level
     */
    public static LogLevel start(Map<String, String> environment, Function<LogVerbosity, @Nullable Integer> component) {
        var text = environment.getOrDefault(VARIABLE, Word.INFO.name());
        var word = Arrays.stream(Word.values())
                .filter(candidate -> candidate.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        VARIABLE + " must be one of " + Arrays.toString(Word.values()) + ", not " + text));
        Arrays.stream(ROOT.getHandlers()).forEach(handler -> handler.setLevel(Level.ALL));
        var level = new LogLevel(word, component);
        apply(word);
        return level;
    }

    /** Follows the object that counts; without one, the environment. */
    public void follow(Optional<KubeVirtSpec> spec) {
        apply(spec.flatMap(this::verbosity).map(LogLevel::of).orElse(ofEnvironment));
    }

    private Optional<Integer> verbosity(KubeVirtSpec spec) {
        return Optional.ofNullable(spec.configuration())
                .map(KubeVirtConfiguration::developerConfiguration)
                .map(DeveloperConfiguration::logVerbosity)
                .map(component);
    }

    /** Words for KubeVirt's numbers, of which 2 is the default. */
    static Word of(int verbosity) {
        if (verbosity <= 0) {
            return Word.WARN;
        }
        if (verbosity < LEAST_DEBUG) {
            return Word.INFO;
        }
        return verbosity < LEAST_TRACE ? Word.DEBUG : Word.TRACE;
    }

    private static void apply(Word word) {
        OURS.setLevel(word.level());
        ROOT.setLevel(word.compareTo(Word.INFO) > 0 ? Level.INFO : word.level());
    }
}
