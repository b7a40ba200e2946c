package dev.yadori.controller.status;

import dev.yadori.crds.v1.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Conditions as a value. The time of a transition stays while the status of its condition does. */
public record Conditions(List<Condition> all, Instant now) {

    public Conditions {
        all = List.copyOf(all);
        now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    public Optional<Condition> find(String type) {
        return all.stream().filter(condition -> type.equals(condition.type())).findFirst();
    }

    public Conditions with(String type, @Nullable String status, @Nullable String reason, @Nullable String message) {
        var former = find(type);
        var since = former.filter(condition -> Objects.equals(status, condition.status()))
                .map(Condition::lastTransitionTime)
                .orElse(now);
        var changed = new Condition(type, status, reason, message, null, since);
        var merged = former.isEmpty()
                ? Stream.concat(all.stream(), Stream.of(changed))
                : all.stream().map(condition -> type.equals(condition.type()) ? changed : condition);
        return new Conditions(merged.toList(), now);
    }

    public Conditions without(String type) {
        return new Conditions(
                all.stream().filter(condition -> !type.equals(condition.type())).toList(), now);
    }
}
