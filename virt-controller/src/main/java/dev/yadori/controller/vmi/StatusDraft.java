package dev.yadori.controller.vmi;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.PhaseTransition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A status while it is planned: starts from what is there and knows in the end what differs. */
final class StatusDraft {

    private final @Nullable VirtualMachineInstanceStatus current;
    private final Instant now;
    private final List<Condition> conditions = new ArrayList<>();
    private final Map<String, Object> changes = new LinkedHashMap<>();

    StatusDraft(@Nullable VirtualMachineInstanceStatus current, Instant now) {
        this.current = current;
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        if (current != null) {
            conditions.addAll(current.conditions());
        }
    }

    /** Moves to a phase, with the time of it. */
    StatusDraft phase(VirtualMachineInstancePhase next) {
        return phase(next, List.of(new PhaseTransition(next, now)));
    }

    /** Moves to a phase by way of those given, the last of which it is. */
    StatusDraft phase(VirtualMachineInstancePhase next, List<PhaseTransition> way) {
        if (current != null && current.phase() == next) {
            return this;
        }
        var transitions =
                new ArrayList<>(current == null ? List.<PhaseTransition>of() : current.phaseTransitionTimestamps());
        for (PhaseTransition step : way) {
            if (transitions.stream().noneMatch(known -> known.phase() == step.phase())) {
                transitions.add(step);
            }
        }
        changes.put("phase", next);
        changes.put("phaseTransitionTimestamps", transitions);
        return this;
    }

    /** Sets a field. */
    StatusDraft set(String field, @Nullable Object present, Object wanted) {
        if (!wanted.equals(present)) {
            changes.put(field, wanted);
        }
        return this;
    }

    /** Sets a condition; its time stays unless its status changes. */
    StatusDraft condition(String type, boolean status, String reason, String message) {
        var wanted =
                new Condition(type, status ? "True" : "False", emptyAsNull(reason), emptyAsNull(message), null, now);
        int index = indexOf(type);
        if (index < 0) {
            conditions.add(wanted);
        } else if (!same(conditions.get(index), wanted)) {
            Condition former = conditions.get(index);
            boolean kept = Objects.equals(former.status(), wanted.status());
            conditions.set(index, kept ? at(wanted, former.lastTransitionTime()) : wanted);
        }
        return this;
    }

    StatusDraft without(String type) {
        conditions.removeIf(condition -> type.equals(condition.type()));
        return this;
    }

    Optional<Condition> find(String type) {
        int index = indexOf(type);
        return index < 0 ? Optional.empty() : Optional.of(conditions.get(index));
    }

    StatusChange changes() {
        if (!conditions.equals(current == null ? List.of() : current.conditions())) {
            changes.put("conditions", List.copyOf(conditions));
        }
        return new StatusChange(changes);
    }

    private int indexOf(String type) {
        for (int i = 0; i < conditions.size(); i++) {
            if (type.equals(conditions.get(i).type())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean same(Condition former, Condition wanted) {
        return Objects.equals(former.status(), wanted.status())
                && Objects.equals(former.reason(), wanted.reason())
                && Objects.equals(former.message(), wanted.message());
    }

    private static Condition at(Condition condition, @Nullable Instant time) {
        return new Condition(
                condition.type(),
                condition.status(),
                condition.reason(),
                condition.message(),
                condition.lastProbeTime(),
                time);
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
