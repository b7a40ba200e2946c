package dev.yadori.virtctl;

import dev.yadori.virtctl.ClusterOptions.SameCluster;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The local ssh and scp, led to a guest by port-forward. */
final class SshCommands {

    private SshCommands() {}

    @Command(name = "ssh", description = "Opens a shell in a guest by the local ssh.")
    static int ssh(
            @Mixin ClusterOptions cluster,
            @Mixin SshOptions options,
            @Option(
                            names = {"-c", "--command"},
                            defaultValue = "",
                            description = "A command to run instead of a shell.")
                    String command,
            @Parameters(paramLabel = "TARGET", description = "[USER@]vm/NAME[/NAMESPACE], or vmi.") String target) {
        GuestLogin login = GuestLogin.parse(target, cluster.namespaceInForce());
        SameCluster same = cluster.sameCluster();
        return LocalProgram.run(openSsh(same, options).shell(login, command), same.environment());
    }

    @Command(name = "scp", description = "Copies files to or from a guest by the local scp.")
    static int scp(
            @Mixin ClusterOptions cluster,
            @Mixin SshOptions options,
            @Option(
                            names = {"-r", "--recursive"},
                            arity = "0..1",
                            paramLabel = "BOOL",
                            description = "Whole folders.")
                    boolean recursive,
            @Option(names = "--preserve", arity = "0..1", paramLabel = "BOOL", description = "With times and modes.")
                    boolean preserve,
            @Parameters(index = "0", paramLabel = "FROM", description = "A path, or [USER@]vm/NAME[/NAMESPACE]:PATH.")
                    String from,
            @Parameters(index = "1", paramLabel = "TO", description = "The same.") String to) {
        List<String> flags = new ArrayList<>();
        if (recursive) {
            flags.add("-r");
        }
        if (preserve) {
            flags.add("-p");
        }
        String namespace = cluster.namespaceInForce();
        SameCluster same = cluster.sameCluster();
        return LocalProgram.run(
                openSsh(same, options).copy(CopyPath.parse(from, namespace), CopyPath.parse(to, namespace), flags),
                same.environment());
    }

    private static OpenSsh openSsh(SameCluster same, SshOptions options) {
        return new OpenSsh(LocalProgram.self(), same.flags(), options.chosen());
    }
}
