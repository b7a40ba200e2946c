package dev.yadori.launcher.agent;

import dev.yadori.launcher.agent.AgentAnswer.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds out through the agent how the guest is. Nothing of what a command prints is kept. */
public final class AgentProbe {
    private static final Duration FIRST_LOOK = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final AgentLine line;
    private final InstantSource clock;

    public AgentProbe(AgentLine line, InstantSource clock) {
        this.line = line;
        this.clock = clock;
    }

    /** Whether the agent answers. Fails with an {@link AgentException}. */
    public CompletionStage<Void> ping(Duration timeout) {
        return line.submit(() -> {
            line.ask(AgentCommand.of("guest-ping"), atLeastOneSecond(timeout));
            return null;
        });
    }

    /** Runs a program and gives its exit status; one that a signal has ended gives 128 and the signal. */
    public CompletionStage<Integer> run(List<String> command, Duration timeout) {
        var result = new CompletableFuture<Integer>();
        var deadline = clock.instant().plus(timeout);
        line.submit(() -> {
                    var answer = line.ask(
                            AgentCommand.of("guest-exec", json -> {
                                json.name("path").value(command.getFirst());
                                json.name("arg").beginArray();
                                for (var argument : command.subList(1, command.size())) {
                                    json.value(argument);
                                }
                                json.endArray().name("capture-output").value(false);
                            }),
                            atLeastOneSecond(timeout));
                    return AgentAnswer.read(answer, in -> in.fields(0, Map.of(), "pid"))
                            .value()
                            .number("pid");
                })
                .whenComplete((pid, failure) -> {
                    if (failure == null) {
                        new Run(pid, deadline, result).look(FIRST_LOOK);
                    } else {
                        result.completeExceptionally(failure);
                    }
                });
        return result;
    }

    /** libvirt counts in seconds. */
    private static Duration atLeastOneSecond(Duration timeout) {
        return timeout.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : timeout;
    }

    /** A program that runs in the guest. */
    private final class Run {
        private static final int SIGNALLED = 128;

        private final long pid;
        private final Instant deadline;
        private final CompletableFuture<Integer> result;

        Run(long pid, Instant deadline, CompletableFuture<Integer> result) {
            this.pid = pid;
            this.deadline = deadline;
            this.result = result;
        }

        void look(Duration pause) {
            try {
                var state = state();
                if (state.flag("exited")) {
                    int signal = (int) state.count("signal");
                    result.complete(signal == 0 ? (int) state.number("exitcode") : SIGNALLED + signal);
                } else if (clock.instant().plus(pause).isAfter(deadline)) {
                    result.completeExceptionally(
                            new AgentException(AgentException.Kind.SILENT, "the command takes too long"));
                } else {
                    var longer = pause.multipliedBy(2);
                    line.later(pause, () -> look(longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE));
                }
            } catch (AgentException e) {
                result.completeExceptionally(e);
            }
        }

        private Fields state() throws AgentException {
            var answer = line.ask(AgentCommand.of(
                    "guest-exec-status", json -> json.name("pid").value(pid)));
            return AgentAnswer.read(answer, in -> in.fields(0, Map.of(), "exited", "exitcode", "signal"))
                    .value();
        }
    }
}
