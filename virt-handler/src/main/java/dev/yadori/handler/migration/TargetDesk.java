package dev.yadori.handler.migration;

import dev.yadori.handler.pod.PodUid;
import dev.yadori.proto.handler.v1.MigrationHello;
import dev.yadori.proto.handler.v1.MigrationHello.Purpose;
import dev.yadori.proto.handler.v1.MigrationWelcome.Outcome;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Whom this node expects, and from where. Thread-safe. */
public final class TargetDesk {
    private final Map<String, Expected> expected = new ConcurrentHashMap<>();
    private final NodeProof proof;

    public TargetDesk(NodeProof proof) {
        this.proof = proof;
    }

    /** A guest that is to come into a pod of this node. */
    public record Expected(MigrationUid migration, String guestUid, String sourceNode, PodUid pod, Arrival arrival) {}

    /** Lets the guest run; may be asked again. Blocks. */
    @FunctionalInterface
    public interface Arrival {
        Answer sourceHasStopped(boolean pausedByUser);
    }

    /** What the other side is told. */
    public record Answer(Outcome outcome, String message) {}

    /** What becomes of a connection. */
    sealed interface Verdict {
        /** It goes into the pod. */
        record Join(Expected guest, Line line) implements Verdict {}

        /** It waits for the source's end. */
        record StandBy(Expected guest) implements Verdict {}

        /** It is answered and ends. */
        record Tell(Answer answer) implements Verdict {}
    }

    /** Replaces what was expected of the same migration. */
    public void expect(Expected guest) {
        expected.put(guest.migration().toString(), guest);
    }

    public void forget(MigrationUid migration) {
        expected.remove(migration.toString());
    }

    /** Only the handler of the node that the guest leaves is let in, and only for the guest that is expected. Blocks. */
    Verdict judge(MigrationHello hello) {
        var guest = expected.get(hello.getMigrationUid());
        if (guest == null || !guest.guestUid().equals(hello.getGuestUid())) {
            return refused("no guest is expected here of migration " + hello.getMigrationUid());
        }
        Optional<String> node;
        try {
            node = proof.node(hello.getToken());
        } catch (IOException e) {
            return new Verdict.Tell(new Answer(Outcome.OUTCOME_NOT_YET, String.valueOf(e.getMessage())));
        }
        if (node.filter(guest.sourceNode()::equals).isEmpty()) {
            return refused("the guest comes from node " + guest.sourceNode() + ", not from "
                    + node.orElse("somebody who proves no node"));
        }
        if (hello.getPurpose() == Purpose.PURPOSE_STAND_BY) {
            return new Verdict.StandBy(guest);
        }
        if (hello.getPurpose() == Purpose.PURPOSE_SOURCE_STOPPED) {
            return new Verdict.Tell(guest.arrival().sourceHasStopped(hello.getPausedByUser()));
        }
        return Line.of(hello.getPurpose())
                .<Verdict>map(line -> new Verdict.Join(guest, line))
                .orElseGet(() -> refused("no purpose that is known"));
    }

    /** News on a connection that stood by: who is at its other end was proven, and has to be expected still. Blocks. */
    Answer news(Expected proven, MigrationHello hello) {
        var guest = expected.get(proven.migration().toString());
        if (guest == null
                || hello.getPurpose() != Purpose.PURPOSE_SOURCE_STOPPED
                || !hello.getMigrationUid().equals(proven.migration().toString())
                || !guest.guestUid().equals(proven.guestUid())
                || !guest.sourceNode().equals(proven.sourceNode())) {
            return new Answer(Outcome.OUTCOME_REFUSED, "this connection stood by for another guest");
        }
        return guest.arrival().sourceHasStopped(hello.getPausedByUser());
    }

    private static Verdict refused(String why) {
        return new Verdict.Tell(new Answer(Outcome.OUTCOME_REFUSED, why));
    }
}
