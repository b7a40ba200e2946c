package dev.yadori.controller.vm;

import dev.yadori.crds.v1.EvictionStrategy;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import io.fabric8.kubernetes.api.model.Affinity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a template that a running guest follows: where it goes next, and whether its interfaces are up, down or
 * absent. All others wait for a restart.
 */
final class LiveFields {

    private static final List<Field> ALL = List.of(
            new Field("nodeSelector", VirtualMachineInstanceSpec::nodeSelector),
            new Field("affinity", spec -> Objects.requireNonNullElseGet(spec.affinity(), Affinity::new)),
            new Field("tolerations", VirtualMachineInstanceSpec::tolerations),
            // Without a word of the template, what admission has put there holds.
            new Field("evictionStrategy", VirtualMachineInstanceSpec::evictionStrategy));

    private LiveFields() {}

    private record Field(String name, Function<VirtualMachineInstanceSpec, @Nullable Object> value) {}

    /** Whether a guest that was made from one specification needs a restart to become the other. */
    static boolean needRestart(
            @Nullable VirtualMachineInstanceSpec running, @Nullable VirtualMachineInstanceSpec wanted) {
        if (running == null || wanted == null) {
            return !Objects.equals(running, wanted);
        }
        return !InterfaceStates.follow(running, InterfaceStates.within(running, wanted))
                .withPlacementOf(wanted)
                .equals(wanted);
    }

    /** What of an instance has to be written for it to follow its template, by the path of the field. */
    static Map<String, Object> behind(VirtualMachineInstanceSpec instance, VirtualMachineInstanceSpec template) {
        var changes = new TreeMap<String, Object>();
        for (Field field : ALL) {
            Object wanted = field.value().apply(template);
            if (wanted != null && !wanted.equals(field.value().apply(instance))) {
                changes.put(field.name(), wanted instanceof EvictionStrategy strategy ? strategy.wire() : wanted);
            }
        }
        var followed = InterfaceStates.follow(instance, template);
        if (!followed.equals(instance)) {
            changes.put("domain/devices/interfaces", followed.interfaces());
        }
        return changes;
    }
}
