package dev.yadori.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Where things are and for whom it runs.
 *
 * @param run the folder of sockets and state
 * @param consoles the folder in which a guest's consoles have theirs
 * @param capabilities what the node's own probe has found out
 */
public record LauncherConfig(Path run, Path consoles, Path capabilities, String libvirt) {

    public static LauncherConfig fromEnv(Map<String, String> env) {
        return new LauncherConfig(
                Path.of(env.getOrDefault("XDG_RUNTIME_DIR", "/run/yadori")),
                Path.of(env.getOrDefault("YADORI_PRIVATE", "/var/run/kubevirt-private")),
                Path.of(env.getOrDefault("YADORI_CAPABILITIES", "/var/lib/yadori/capabilities")),
                env.getOrDefault("LIBVIRT_DEFAULT_URI", "qemu:///session"));
    }

    /** What the command line asks for. */
    public sealed interface Command {
        /** Serve one guest. */
        record Serve(String name, String namespace, UUID uid) implements Command {}

        /** Find out what this node can do, and write it to a folder. */
        record ProbeNode(Path out) implements Command {}

        record Version() implements Command {}

        record Help() implements Command {}

        /** Nothing that can be done; all that is wrong. */
        record Wrong(List<String> errors) implements Command {}
    }

    /** Never fails. */
    public static Command command(List<String> arguments) {
        if (arguments.contains("--help")) {
            return new Command.Help();
        }
        if (arguments.contains("--version")) {
            return new Command.Version();
        }
        boolean probe = !arguments.isEmpty() && arguments.getFirst().equals("probe-node");
        return probe ? probe(arguments.subList(1, arguments.size())) : serve(arguments);
    }

    private static Command probe(List<String> arguments) {
        var errors = new ArrayList<String>();
        var options = options(arguments, List.of("--out"), errors);
        return errors.isEmpty()
                ? new Command.ProbeNode(Path.of(options.getOrDefault("--out", "")))
                : new Command.Wrong(errors);
    }

    private static Command serve(List<String> arguments) {
        var errors = new ArrayList<String>();
        var options = options(arguments, List.of("--name", "--namespace", "--uid"), errors);
        try {
            if (errors.isEmpty()) {
                return new Command.Serve(
                        options.getOrDefault("--name", ""),
                        options.getOrDefault("--namespace", ""),
                        UUID.fromString(options.getOrDefault("--uid", "")));
            }
        } catch (IllegalArgumentException e) {
            errors.add("--uid: '" + options.get("--uid") + "' is no UUID");
        }
        return new Command.Wrong(errors);
    }

    /** All of the known options have to be there, each with a value. */
    private static Map<String, String> options(List<String> arguments, List<String> known, List<String> errors) {
        var options = new HashMap<String, String>();
        for (int i = 0; i < arguments.size(); i += 2) {
            var option = arguments.get(i);
            if (!known.contains(option)) {
                errors.add(option + ": no such option");
            } else if (i + 1 == arguments.size()) {
                errors.add(option + ": no value");
            } else {
                options.put(option, arguments.get(i + 1));
            }
        }
        known.stream()
                .filter(option -> !arguments.contains(option))
                .forEach(option -> errors.add(option + ": is required"));
        return options;
    }
}
