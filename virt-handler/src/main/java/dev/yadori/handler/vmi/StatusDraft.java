package dev.yadori.handler.vmi;

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

/** A status while it is planned: it knows in the end which fields differ from what is there. */
final class StatusDraft {
    private static final int LONGEST_MESSAGE = 1024;

    private final VirtualMachineInstanceStatus current;
    private final Instant now;
    private final List<Condition> conditions;
    private final Map<String, Object> changes = new LinkedHashMap<>();

    StatusDraft(VirtualMachineInstanceStatus current, Instant now) {
        this.current = current;
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        conditions = new ArrayList<>(current.conditions());
    }

    void phase(VirtualMachineInstancePhase next) {
        if (current.phase() == next) {
            return;
        }
        var transitions = new ArrayList<>(current.phaseTransitionTimestamps());
        transitions.removeIf(transition -> transition.phase() == next);
        transitions.add(new PhaseTransition(next, now));
        changes.put("phase", next);
        changes.put("phaseTransitionTimestamps", transitions);
    }

    /** A field by its name in JSON. */
    void set(String field, @Nullable Object present, Object wanted) {
        if (!wanted.equals(present)) {
            changes.put(field, wanted);
        }
    }

    /** The field is to be absent. */
    void remove(String field) {
        changes.put(field, StatusPatch.ABSENT);
    }

    Optional<Condition> condition(String type) {
        return conditions.stream().filter(one -> type.equals(one.type())).findFirst();
    }

    /** Whether a condition says something else now. */
    boolean isNews(String type) {
        var before = current.conditions().stream()
                .filter(one -> type.equals(one.type()))
                .findFirst();
        return !condition(type).map(Condition::status).equals(before.map(Condition::status));
    }

    /** Sets a condition. Its time stays where its status does; it is not touched where nothing differs. */
    void condition(String type, boolean status, String reason, String message) {
        var word = status ? "True" : "False";
        var former = condition(type);
        var since = former.filter(one -> word.equals(one.status()))
                .map(Condition::lastTransitionTime)
                .orElse(now);
        var wanted = new Condition(
                type,
                word,
                reason.isEmpty() ? null : reason,
                message.isEmpty() ? null : bounded(message),
                former.map(Condition::lastProbeTime).orElse(null),
                since);
        if (former.isEmpty()) {
            conditions.add(wanted);
        } else {
            conditions.replaceAll(one -> type.equals(one.type()) ? wanted : one);
        }
    }

    void without(String type) {
        conditions.removeIf(one -> type.equals(one.type()));
    }

    Map<String, Object> changes() {
        if (!Objects.equals(conditions, current.conditions())) {
            changes.put("conditions", List.copyOf(conditions));
        }
        return changes;
    }

    private static String bounded(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }
}
