package dev.yadori.virtctl;

import dev.yadori.virtctl.ClusterFlag.Kind;
import dev.yadori.virtctl.cluster.Access;
import dev.yadori.virtctl.cluster.Wishes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** Which cluster, who asks it, and which namespace of it: the flags that each command has. */
@Command
final class ClusterOptions {

    /** How a flag is called in the environment of a call that may not have it among its words. */
    private static final String VARIABLE = "YADORI_VIRTCTL_";

    /** The flag for such a call. */
    static final String FROM_ENVIRONMENT = "--secrets-from-environment";

    private final Map<ClusterFlag, List<String>> said = new EnumMap<>(ClusterFlag.class);
    private boolean fromEnvironment;

    /** Flags of this program and the environment for it. */
    record SameCluster(List<String> flags, Map<String, String> environment) {
        SameCluster {
            flags = List.copyOf(flags);
            environment = Map.copyOf(environment);
        }

        @Override
        public String toString() {
            return "SameCluster" + flags;
        }
    }

    /**
     * Lets a command and those below it read the flags, but for those that mean something else to it. Not by annotations, because
     * to read those takes several times as long.
     */
    static void addTo(CommandSpec spec, boolean shown) {
        spec.mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(ClusterOptions.class::isInstance)
                .map(ClusterOptions.class::cast)
                .findFirst()
                // Those that ask no cluster take them too.
                .orElseGet(ClusterOptions::new)
                .add(spec, shown);
        spec.addOption(help(shown));
        spec.subcommands().values().forEach(below -> addTo(below.getCommandSpec(), shown));
    }

    static OptionSpec help(boolean shown) {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .hidden(!shown)
                .description("Shows this.")
                .build();
    }

    /** As they are shown by themselves. */
    static CommandSpec alone() {
        CommandSpec spec = CommandSpec.create();
        new ClusterOptions().add(spec, true);
        return spec;
    }

    private void add(CommandSpec spec, boolean shown) {
        for (ClusterFlag flag : ClusterFlag.values()) {
            List<String> free = flag.names().stream()
                    .filter(name -> spec.findOption(name) == null)
                    .toList();
            if (free.contains("--" + flag.word())) {
                spec.addOption(option(flag, free, !shown && !flag.isUsual()));
            }
        }
        spec.addOption(OptionSpec.builder(FROM_ENVIRONMENT)
                .hidden(true)
                .type(boolean.class)
                .setter(new Hearing() {
                    @Override
                    void hear(String value) {
                        fromEnvironment = Boolean.parseBoolean(value);
                    }
                })
                .build());
    }

    private OptionSpec option(ClusterFlag flag, List<String> names, boolean hidden) {
        OptionSpec.Builder option = OptionSpec.builder(names.toArray(String[]::new))
                .description(flag.description())
                .hidden(hidden)
                .setter(new Hearing() {
                    @Override
                    void hear(String value) {
                        if (flag.kind() != Kind.LIST) {
                            said.remove(flag);
                        }
                        said.computeIfAbsent(flag, _ -> new ArrayList<>()).add(value);
                    }
                });
        return flag.kind() == Kind.SWITCH
                ? option.type(boolean.class).arity("0..1").fallbackValue("true").build()
                : option.type(String.class)
                        .paramLabel(flag.word().toUpperCase(Locale.ROOT))
                        .build();
    }

    /** Where picocli puts what it has read; it puts null there before it reads. */
    private abstract static class Hearing implements ISetter {
        abstract void hear(String value);

        @Override
        public <T> T set(T value) {
            if (value != null) {
                hear(String.valueOf(value));
            }
            return value;
        }
    }

    /** For another call of this program that shall reach the same, but for the namespace. Secrets are not among its words. */
    SameCluster sameCluster() {
        List<String> flags = new ArrayList<>();
        Map<String, String> environment = new HashMap<>();
        Map<ClusterFlag, List<String>> meant = meant();
        meant.forEach((flag, values) -> {
            if (flag.kind() == Kind.SECRET) {
                environment.put(variable(flag), values.getLast());
            } else if (flag != ClusterFlag.NAMESPACE) {
                values.forEach(value -> flags.add("--" + flag.word() + "=" + value));
            }
        });
        if (!environment.isEmpty()) {
            flags.add(FROM_ENVIRONMENT);
        }
        return new SameCluster(flags, environment);
    }

    /** What was said, with whole paths, because it may be read elsewhere. */
    private Map<ClusterFlag, List<String>> meant() {
        Map<ClusterFlag, List<String>> meant = new EnumMap<>(ClusterFlag.class);
        said.forEach((flag, values) -> meant.put(
                flag,
                flag.kind() == Kind.FILE
                        ? List.of(Path.of(values.getLast()).toAbsolutePath().toString())
                        : values));
        if (fromEnvironment) {
            for (ClusterFlag flag : List.of(ClusterFlag.TOKEN, ClusterFlag.PASSWORD)) {
                Optional.ofNullable(Main.SURROUNDINGS.environment().get(variable(flag)))
                        .ifPresent(value -> meant.putIfAbsent(flag, List.of(value)));
            }
        }
        return meant;
    }

    private static String variable(ClusterFlag flag) {
        return VARIABLE + flag.word().toUpperCase(Locale.ROOT);
    }

    /** The namespace that the user has named. */
    Optional<String> namespace() {
        return wishes().namespace();
    }

    /** The namespace that is meant where a target names none. */
    String namespaceInForce() {
        return namespace().orElseGet(() -> access().namespace());
    }

    SubresourceClient connect() {
        return new SubresourceClient(access());
    }

    private Access access() {
        return Access.find(wishes(), Main.SURROUNDINGS);
    }

    private Wishes wishes() {
        Map<String, List<String>> flags = new HashMap<>();
        meant().forEach((flag, values) -> flags.put(flag.word(), values));
        return new Wishes(flags);
    }
}
