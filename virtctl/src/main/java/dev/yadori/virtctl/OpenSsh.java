package dev.yadori.virtctl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Command lines of the local ssh and scp that reach a guest through this program. Pure.
 *
 * @param self how this program is called
 * @param cluster flags of this program that name the cluster
 * @param options of the user
 */
record OpenSsh(String self, List<String> cluster, SshOptions.Chosen options) {

    /** ssh to a guest, for a command of the user or for a shell where that is empty. */
    List<String> shell(GuestLogin login, String command) {
        List<String> line = begin("ssh", login.target());
        line.add(login.destination(options.username()));
        if (!command.isEmpty()) {
            line.add(command);
        }
        return line;
    }

    /** scp between a local path and one of a guest. */
    List<String> copy(CopyPath from, CopyPath to, List<String> flags) {
        GuestLogin guest = Stream.of(from, to)
                .filter(CopyPath.Remote.class::isInstance)
                .map(CopyPath.Remote.class::cast)
                .map(CopyPath.Remote::login)
                .reduce((_, _) -> {
                    throw new UnreachableException("one of the two paths must be here");
                })
                .orElseThrow(
                        () -> new UnreachableException("one of the two paths must be vm/NAME:PATH or vmi/NAME:PATH"));
        List<String> line = begin("scp", guest.target());
        line.addAll(flags);
        line.add(from.written(options.username()));
        line.add(to.written(options.username()));
        return line;
    }

    private List<String> begin(String program, Target target) {
        List<String> line = new ArrayList<>(List.of(program, "-o", "ProxyCommand=" + proxy(target)));
        options.knownHosts().ifPresent(file -> line.addAll(List.of("-o", "UserKnownHostsFile=" + quoted(file))));
        line.addAll(options.local());
        options.identity().ifPresent(file -> line.addAll(List.of("-i", file)));
        return line;
    }

    /** ssh gives it to a shell after it has replaced what follows a percent sign. */
    private String proxy(Target target) {
        String guest = target.kind() + "/" + target.name() + "/" + target.namespace();
        var call = Stream.of(
                Stream.of(self, "port-forward"),
                cluster.stream(),
                Stream.of("--stdio", guest, Integer.toString(options.port())));
        return call.flatMap(words -> words)
                .map(OpenSsh::forShell)
                .collect(Collectors.joining(" "))
                .replace("%", "%%");
    }

    private static String forShell(String word) {
        return word.matches("[-+=@,.:/_A-Za-z0-9]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String quoted(String file) {
        return file.contains(" ") ? "\"" + file + "\"" : file;
    }
}
