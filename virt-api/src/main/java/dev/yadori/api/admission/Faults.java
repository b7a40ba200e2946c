package dev.yadori.api.admission;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects faults in the order in which they are found, each once. For one thread. */
public final class Faults {

    private final Set<Fault> found = new LinkedHashSet<>();

    public void required(FieldPath field, String message) {
        found.add(new Fault(field, Fault.Kind.REQUIRED, message));
    }

    public void invalid(FieldPath field, String message) {
        found.add(new Fault(field, Fault.Kind.INVALID, message));
    }

    public void duplicate(FieldPath field, String message) {
        found.add(new Fault(field, Fault.Kind.DUPLICATE, message));
    }

    public void unsupported(FieldPath field, String message) {
        found.add(new Fault(field, Fault.Kind.NOT_SUPPORTED, message));
    }

    public void forbidden(FieldPath field, String message) {
        found.add(new Fault(field, Fault.Kind.FORBIDDEN, message));
    }

    /** Takes over what others found. */
    public void addAll(List<Fault> others) {
        found.addAll(others);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Fault> list() {
        return List.copyOf(found);
    }
}
