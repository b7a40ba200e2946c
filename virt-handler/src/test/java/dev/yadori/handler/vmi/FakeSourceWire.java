package dev.yadori.handler.vmi;

import dev.yadori.handler.migration.SourceRelay.Destination;
import dev.yadori.handler.migration.SourceWire;
import dev.yadori.handler.pod.PodUid;
import dev.yadori.proto.handler.v1.MigrationWelcome;
import dev.yadori.proto.handler.v1.MigrationWelcome.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another node that answers as it is told, or cannot be reached. */
final class FakeSourceWire implements SourceWire {
    final List<Destination> approached = new CopyOnWriteArrayList<>();
    final List<Destination> open = new CopyOnWriteArrayList<>();
    final List<Boolean> told = new CopyOnWriteArrayList<>();
    volatile Outcome answer = Outcome.OUTCOME_UNSPECIFIED;

    @Override
    public void approach(Destination destination) {
        approached.add(destination);
    }

    @Override
    public Sockets open(PodUid pod, Destination destination) {
        open.add(destination);
        return () -> open.remove(destination);
    }

    @Override
    public MigrationWelcome sourceHasStopped(Destination destination, boolean pausedByUser) throws IOException {
        told.add(pausedByUser);
        if (answer == Outcome.OUTCOME_UNSPECIFIED) {
            throw new IOException("no route to host");
        }
        return MigrationWelcome.newBuilder().setOutcome(answer).build();
    }
}
