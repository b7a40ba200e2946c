package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * A migration that waits until its guest has let the node's own devices go, which cannot move along. The guest does that when
 * it likes, or never.
 */
record Releasing(MigrationRequest request, Instant deadline) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Releasing begin(MigrationRequest request, Instant now) {
        return new Releasing(request, now.plus(PATIENCE));
    }

    /** What is to be done next. */
    sealed interface Next {

        /** Nothing, yet. */
        record Wait() implements Next {}

        /** Nothing is in the way any more. */
        record Move() implements Next {}

        /** The guest is not moved. */
        record Stay(String why) implements Next {}
    }

    /** From what was seen of the guest last. */
    Next next(Observation seen, Instant now) {
        boolean over = !now.isBefore(deadline);
        return switch (seen) {
            case Observation.Absent _ -> new Next.Stay("The guest has ended.");
            case Observation.Unknown(var why) when over -> new Next.Stay(why);
            case Observation.Unknown _ -> new Next.Wait();
            case Observation.Present(Execution.Off _, var _) -> new Next.Stay("The guest has ended.");
            case Observation.Present(var _, var facts) when facts.functions().isEmpty() -> new Next.Move();
            case Observation.Present(var _, var facts)
            when over ->
                new Next.Stay("The guest does not let go of devices that cannot be moved: " + names(facts) + ".");
            case Observation.Present _ -> new Next.Wait();
        };
    }

    private static String names(DomainFacts facts) {
        return facts.functions().stream().map(DomainFacts.Card::name).collect(Collectors.joining(", "));
    }
}
