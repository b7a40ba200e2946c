package dev.yadori.virtctl;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell has to read to complete the commands of this program. */
@Command(name = "completion", description = "Prints completions for a shell: source <(virtctl completion bash).")
final class CompletionCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--no-descriptions",
            arity = "0..1",
            paramLabel = "BOOL",
            hidden = true,
            description = "As virtctl has it.")
    private boolean bare;

    @Parameters(paramLabel = "bash|zsh|fish|powershell", description = "The shell.")
    private @Nullable String shell;

    @Override
    public Integer call() {
        CommandLine program = Objects.requireNonNull(spec).root().commandLine();
        System.out.print(
                switch (Objects.requireNonNull(shell).toLowerCase(Locale.ROOT)) {
                    // The script that is made for bash brings bash's ways along when it finds itself in zsh.
                    case "bash", "zsh" -> AutoComplete.bash(program.getCommandName(), program);
                    case "fish" -> FishCompletion.script(program, !bare);
                    case "powershell" -> PowerShellCompletion.script(program);
                    default -> throw new UnreachableException("'" + shell + "' must be bash, zsh, fish or powershell");
                });
        return 0;
    }
}
