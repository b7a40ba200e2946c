package dev.yadori.api.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.Fault;
import io.fabric8.zjsonpatch.JsonDiff;
import java.util.List;
import java.util.function.Supplier;

/** What is said to a write. */
public sealed interface AdmissionAnswer {

    AdmissionAnswer ALLOWED = new Allowed(List.of());

    /**
     * It may be.
     *
     * @param warnings for the user, one sentence each
     */
    record Allowed(List<String> warnings) implements AdmissionAnswer {
        public Allowed {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * It may be, changed by a JSON patch (RFC 6902).
     */
    record Patched(ArrayNode patch) implements AdmissionAnswer {}

    /** It may not be; there is at least one fault. */
    record Denied(List<Fault> faults) implements AdmissionAnswer {
        public Denied {
            faults = List.copyOf(faults);
        }
    }

    /**
     * It may be later: the one answer that clients repeat their request for.
     *
     * @param why the whole message
     */
    record Later(String why) implements AdmissionAnswer {}

    static AdmissionAnswer later(String why) {
        return new Later(why);
    }

    /** Allowed, with the patch that makes the one of the other. */
    static AdmissionAnswer change(ObjectNode given, ObjectNode wanted) {
        ArrayNode patch = (ArrayNode) JsonDiff.asJson(given, wanted);
        return patch.isEmpty() ? ALLOWED : new Patched(patch);
    }

    /** Denied with these faults, or allowed if there are none. */
    static AdmissionAnswer of(List<Fault> faults) {
        return of(faults, List::of);
    }

    /** Denied with these faults, or allowed with warnings if there are none. */
    static AdmissionAnswer of(List<Fault> faults, Supplier<List<String>> warnings) {
        return faults.isEmpty() ? new Allowed(warnings.get()) : new Denied(faults);
    }
}
