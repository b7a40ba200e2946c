package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.handler.launcher.GuestReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cards that an object wants for its guest.
 *
 * @param links whether its link is up, by the name of the interface
 */
public record CardWish(Map<String, Boolean> links) {
    public CardWish {
        links = Map.copyOf(links);
    }

    /** Empty where the object names no interfaces: those are chosen once, at the start. */
    static Optional<CardWish> of(VirtualMachineInstance vmi) {
        return Optional.ofNullable(vmi.getSpec())
                .map(VirtualMachineInstanceSpec::interfaces)
                .filter(interfaces -> !interfaces.isEmpty())
                .map(interfaces -> new CardWish(interfaces.stream()
                        .filter(one -> one.state() != LinkState.ABSENT)
                        .collect(Collectors.toMap(
                                CardWish::name, one -> one.state() != LinkState.DOWN, (one, _) -> one))));
    }

    private static String name(Interface one) {
        return Objects.requireNonNullElse(one.name(), "");
    }

    /** Cards that a guest does not have, in the order of their names. */
    List<String> missing(Map<String, Boolean> present) {
        return links.keySet().stream()
                .filter(name -> !present.containsKey(name))
                .sorted()
                .toList();
    }

    /** How far this process is with fulfilling a wish. */
    public record Try(CardWish wish, Attempt attempt) {
        /** Whether the guest has whatever its pod can give. */
        boolean isDone() {
            return attempt instanceof Attempt.Done;
        }

        /** Then it is forgotten: a card that is lost afterwards, on a way that came to nothing, comes back. */
        boolean isFulfilled(GuestReport report) {
            return isDone() && report.cards().filter(wish.links()::equals).isPresent();
        }

        /** A guest that was told is not told again: it lets a card go when it likes. */
        boolean isDue(long generation, Instant now) {
            return Backoff.isDue(attempt, generation, now);
        }
    }
}
