package dev.yadori.launcher.agent;

import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.hypervisor.FakeHypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An agent, a guest and a thread whose time goes on when the test says so. */
final class AgentLab {
    private static final UUID GUEST = new UUID(5, 6);

    final FakeHypervisor hypervisor = new FakeHypervisor();
    final FakeAgent agent = new FakeAgent();
    final List<AgentInfo> told = new ArrayList<>();
    final Clockwork thread = new Clockwork();
    final AgentLine line = new AgentLine(hypervisor, () -> Optional.of(GUEST), thread);
    final AgentWatch watch = new AgentWatch(line, thread::now, told::add);
    final AgentProbe probe = new AgentProbe(line, thread::now);

    AgentLab() throws HypervisorException {
        hypervisor.define("<uuid>" + GUEST + "</uuid>");
        hypervisor.start(GUEST, false);
        hypervisor.agentAnswers(agent);
    }

    Freezer freezer(Path file) {
        return new Freezer(line, watch, file, thread::now);
    }

    void connect() {
        hypervisor.connectAgent();
        watch.connection(true, true);
        thread.pass(Duration.ZERO);
    }

    void disconnect() {
        hypervisor.disconnectAgent();
        watch.connection(false, true);
        thread.pass(Duration.ZERO);
    }

    /** How often the agent was asked so. */
    long asked(String command) {
        return hypervisor.calls().stream()
                .filter(call -> call.contains("\"" + command + "\""))
                .count();
    }

    /** Runs what is due, in order, as time passes. */
    static final class Clockwork extends AbstractExecutorService implements ScheduledExecutorService {
        /** Other threads may add to it. */
        private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();

        private final PriorityQueue<Later> later = new PriorityQueue<>(
                Comparator.<Later, Instant>comparing(one -> one.at).thenComparingInt(one -> one.number));
        private Instant now = Instant.EPOCH;
        private int count;

        private final class Later extends FutureTask<Void> implements ScheduledFuture<Void> {
            private final Instant at;
            private final int number = count++;

            Later(Instant at, Runnable task) {
                super(task, null);
                this.at = at;
            }

            @Override
            public long getDelay(TimeUnit unit) {
                return unit.convert(Duration.between(now, at));
            }

            @Override
            public int compareTo(Delayed other) {
                return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
            }
        }

        Instant now() {
            return now;
        }

        /** Waits until another thread has given this one something to do. */
        void awaitOther() {
            await().atMost(Duration.ofMinutes(1)).until(() -> !ready.isEmpty());
        }

        void pass(Duration time) {
            var end = now.plus(time);
            while (true) {
                while (!ready.isEmpty()) {
                    ready.remove().run();
                }
                if (later.isEmpty() || later.peek().at.isAfter(end)) {
                    now = end;
                    return;
                }
                var next = later.remove();
                now = next.at.isAfter(now) ? next.at : now;
                next.run();
            }
        }

        @Override
        public void execute(Runnable task) {
            ready.add(task);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            var one = new Later(now.plus(delay, unit.toChronoUnit()), task);
            later.add(one);
            return one;
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long pause, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
