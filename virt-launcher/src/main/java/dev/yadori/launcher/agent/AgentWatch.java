package dev.yadori.launcher.agent;

import dev.yadori.launcher.agent.AgentInfo.Freeze;
import dev.yadori.launcher.log.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks the agent again and again while it is connected. A round asks one question after the other, each a task of its own, so
 * that others are not kept waiting for more than one; it ends at the first that is not answered. What lasts is told at most
 * every ten seconds, whatever the guest makes up.
 */
public final class AgentWatch {
    private static final Duration FIRST_PERIOD = Duration.ofSeconds(5);
    private static final Duration LEAST_BETWEEN_TELLINGS = Duration.ofSeconds(10);
    private static final Duration AFTER_SILENCE = Duration.ofSeconds(15);

    private final AgentLine line;
    private final InstantSource clock;
    private final Consumer<AgentInfo> listener;
    private final Map<Question, Instant> due = new EnumMap<>(Question.class);
    private final Map<Question, Duration> periods = new EnumMap<>(Question.class);
    private boolean wasConnected;
    private volatile Optional<AgentInfo> info = Optional.empty();
    private Optional<AgentInfo> told = Optional.empty();
    private Instant toldAt = Instant.MIN;
    private Runnable cancelNext = () -> {};
    private boolean asking;
    private boolean complained;

    /** The listener is called on the agent's thread with what lasts of it. */
    public AgentWatch(AgentLine line, InstantSource clock, Consumer<AgentInfo> listener) {
        this.line = line;
        this.clock = clock;
        this.listener = listener;
    }

    /** What the agent has said, while it is connected. */
    public Optional<AgentInfo> info() {
        return info;
    }

    /**
     * What has become of the connection. From one thread, which need not be the agent's.
     *
     * @param running whether the guest could answer
     */
    public void connection(boolean connected, boolean running) {
        boolean open = connected && running;
        boolean same = connected == wasConnected && open == line.isOpen();
        wasConnected = connected;
        line.setState(running, connected);
        if (same) {
            return;
        }
        var _ = line.submit(() -> {
            changed(connected, open);
            return open;
        });
    }

    private void changed(boolean connected, boolean open) {
        cancelNext.run();
        if (!connected) {
            info = Optional.empty();
            told = Optional.empty();
            due.clear();
            periods.clear();
        }
        if (open) {
            round();
        }
    }

    /** The file systems have been frozen or thawed, which changes what may be asked. */
    void froze(Freeze state) {
        info = info.map(known -> known.withAgent(known.agent().withFreeze(state)));
        due.clear();
        cancelNext.run();
        tell();
        round();
    }

    /** There is never more than one, however often the agent comes and goes. */
    private void round() {
        if (!line.isOpen() || asking) {
            return;
        }
        cancelNext.run();
        var now = clock.instant();
        for (var question : Question.values()) {
            if (!isAskable(question)) {
                due.put(question, now.plus(question.period()));
            } else if (!due.getOrDefault(question, Instant.MIN).isAfter(now)) {
                asking = true;
                var _ = line.submit(() -> ask(question));
                return;
            }
        }
        tell();
        next(now);
    }

    /** A frozen guest's agent answers next to nothing. */
    private boolean isAskable(Question question) {
        var known = info.orElse(AgentInfo.NONE);
        if (question == Question.FREEZE) {
            return known.knows(question.command());
        }
        return known.agent().freeze() != Freeze.FROZEN
                && (question == Question.AGENT || known.knows(question.command()));
    }

    private boolean ask(Question question) {
        asking = false;
        due.put(question, clock.instant().plus(period(question)));
        try {
            var answer = line.ask(AgentCommand.of(question.command()));
            info = Optional.of(question.learn(info.orElse(AgentInfo.NONE), answer));
            complained = false;
        } catch (AgentException e) {
            switch (e.kind()) {
                case NO_AGENT, SILENT -> {
                    complain(question, e);
                    cancelNext = line.later(AFTER_SILENCE, this::round);
                    return false;
                }
                case REFUSED -> {}
                case NONSENSE -> complain(question, e);
            }
        }
        round();
        return true;
    }

    /** What a guest says soon after its start often changes. */
    private Duration period(Question question) {
        var period = periods.getOrDefault(question, FIRST_PERIOD);
        var doubled = period.multipliedBy(2);
        periods.put(question, doubled.compareTo(question.period()) < 0 ? doubled : question.period());
        return period.compareTo(question.period()) < 0 ? period : question.period();
    }

    /** Once, however often it goes on; without what the guest has said. */
    private void complain(Question question, AgentException failure) {
        if (!complained && line.isOpen()) {
            complained = true;
            Log.warn()
                    .addKeyValue("command", question.command())
                    .addKeyValue("kind", failure.kind())
                    .log("the guest's agent does not answer as it should");
        }
    }

    private void tell() {
        var lasting = info.map(AgentInfo::lasting);
        if (lasting.isEmpty() || lasting.equals(told) || isTooSoon()) {
            return;
        }
        told = lasting;
        toldAt = clock.instant();
        listener.accept(lasting.get());
    }

    private boolean isTooSoon() {
        return told.isPresent() && toldAt.plus(LEAST_BETWEEN_TELLINGS).isAfter(clock.instant());
    }

    private void next(Instant now) {
        var untold = info.map(AgentInfo::lasting).equals(told)
                ? Optional.<Instant>empty()
                : Optional.of(toldAt.plus(LEAST_BETWEEN_TELLINGS));
        var earliest = due.values().stream().min(Instant::compareTo).orElse(now.plus(AFTER_SILENCE));
        var at = untold.filter(earliest::isAfter).orElse(earliest);
        var pause = Duration.between(now, at);
        cancelNext = line.later(pause.isNegative() ? Duration.ZERO : pause, this::round);
    }
}
