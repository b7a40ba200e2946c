package dev.yadori.controller;

import io.javaoperatorsdk.operator.Operator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the processes that can reconcile, of which one does. The others watch nothing meanwhile: each event would be read by all of them. What
 * it takes to fill the caches comes to the time that a change of leaders takes.
 */
public final class Replica {

    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    private final Collaborators collaborators;
    private final Operator operator;
    private final Supervision supervision;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable Future<?> lease;

    Replica(Collaborators collaborators, Operator operator, Supervision supervision) {
        this.collaborators = collaborators;
        this.operator = operator;
        this.supervision = supervision;
    }

    /** Reconciles from the time on that it leads. Where nobody is elected it does so when this returns. */
    public void start() {
        if (collaborators.config().leaderElection()) {
            lease = LeaderLease.seek(
                    collaborators, executor, () -> executor.execute(this::takeOver), supervision.deposed());
        } else {
            lead();
        }
    }

    /** What cannot lead must not keep the lease either. */
    private void takeOver() {
        try {
            lead();
        } catch (RuntimeException failure) {
            supervision.failed().accept(failure);
        }
    }

    private void lead() {
        operator.start();
        supervision.elected().run();
        LOG.atInfo().addKeyValue("identity", collaborators.config().identity()).log("leading");
    }

    /** Stops, and lets another process lead at once. The client is closed. */
    public void stop() {
        operator.stop();
        var held = lease;
        if (held != null) {
            held.cancel(true);
            LeaderLease.release(collaborators.client(), collaborators.config());
        }
        collaborators.client().close();
    }
}
