package dev.yadori.handler.heartbeat;

import dev.yadori.handler.heartbeat.NodeFacts.Finding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the Node object up to date until it is closed, and then says that no guests are to be put on the node. Other writers
 * of the object are seen with the answer to the next write.
 */
public final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private final NodeObject node;
    private final Supplier<NodeFacts> facts;
    private final InstantSource clock;
    private final Supplier<Duration> jitter;
    private final BlockingQueue<Boolean> signals = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofVirtual().name("heartbeat").unstarted(this::run);
    private volatile boolean closed;
    private boolean failing;
    private @Nullable NodeView last;
    private @Nullable Finding reported;

    private Heartbeat(NodeObject node, Supplier<NodeFacts> facts, InstantSource clock, Supplier<Duration> jitter) {
        this.node = node;
        this.facts = facts;
        this.clock = clock;
        this.jitter = jitter;
    }

    /**
     * Starts it.
     *
     * @param schedulable whether guests may be put on the node
     * @param jitter what is added to each interval
     */
    public static Heartbeat start(
            NodeObject node,
            NodeFiles files,
            BooleanSupplier schedulable,
            InstantSource clock,
            Supplier<Duration> jitter) {
        return start(node, () -> files.read(schedulable.getAsBoolean()), clock, jitter);
    }

    static Heartbeat start(NodeObject node, Supplier<NodeFacts> facts, InstantSource clock, Supplier<Duration> jitter) {
        Heartbeat heartbeat = new Heartbeat(node, facts, clock, jitter);
        heartbeat.thread.start();
        return heartbeat;
    }

    /** To be called when something that it reports may have changed. */
    public void wake() {
        signals.add(true);
    }

    private void run() {
        try {
            while (!closed) {
                Duration pause = beat() ? HeartbeatPlanner.INTERVAL.plus(jitter.get()) : RETRY;
                signals.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
                signals.clear();
            }
            sayFarewell();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it succeeded. Whatever the client throws, the node is looked at again before the next try. */
    private boolean beat() {
        try {
            NodeView current = last == null ? node.read() : last;
            NodeFacts now = facts.get();
            report(now.capabilities());
            Optional<NodePatch> patch = HeartbeatPlanner.plan(current, now, clock.instant());
            last = patch.map(node::patch).orElse(current);
            if (failing) {
                LOG.atInfo().log("heartbeat is written again");
            }
            failing = false;
            return true;
        } catch (RuntimeException failure) {
            if (!failing) {
                LOG.atWarn().addKeyValue("error", failure.getMessage()).log("heartbeat cannot be written");
            }
            failing = true;
            last = null;
            return false;
        }
    }

    private void report(Finding finding) {
        if (!finding.equals(reported)) {
            reported = finding;
            LOG.atInfo()
                    .addKeyValue("known", finding instanceof Finding.Known)
                    .addKeyValue("reason", finding instanceof Finding.Unknown unknown ? unknown.reason() : "")
                    .log("abilities of the node looked up");
        }
    }

    private void sayFarewell() {
        try {
            HeartbeatPlanner.farewell(last == null ? node.read() : last).ifPresent(node::patch);
        } catch (RuntimeException failure) {
            LOG.atWarn().addKeyValue("error", failure.getMessage()).log("node still counts as schedulable");
        }
    }

    /** Waits some seconds at most for the last word. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(LAST_WORD);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
