package dev.yadori.virtctl.why;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that the API server knows about one machine, at one time.
 *
 * @param pods of its instance, the one that was made last first
 * @param claims that it names; empty for one that does not exist
 * @param node where its instance is; empty as well where the user may not see nodes
 */
record Circumstances(
        String name,
        Optional<VirtualMachine> machine,
        Optional<VirtualMachineInstance> instance,
        List<Pod> pods,
        List<Event> warnings,
        Map<String, Optional<PersistentVolumeClaim>> claims,
        Optional<Node> node) {

    Circumstances {
        pods = List.copyOf(pods);
        warnings = List.copyOf(warnings);
        claims = Map.copyOf(claims);
    }

    Optional<VirtualMachineInstanceStatus> status() {
        return instance.map(VirtualMachineInstance::getStatus);
    }

    Optional<VirtualMachineInstancePhase> phase() {
        return status().map(VirtualMachineInstanceStatus::phase);
    }

    boolean isIn(VirtualMachineInstancePhase phase) {
        return phase().filter(phase::equals).isPresent();
    }

    /** Whether no guest is there that could run: none was made, or it has ended. */
    boolean isOff() {
        return instance.isEmpty()
                || isIn(VirtualMachineInstancePhase.SUCCEEDED)
                || isIn(VirtualMachineInstancePhase.FAILED);
    }

    Optional<Pod> pod() {
        return pods.stream().findFirst();
    }

    /** Of the instance, or else of the machine. */
    Optional<Condition> condition(String type, String value) {
        var ofInstance = status().stream().flatMap(status -> status.conditions().stream());
        return Stream.concat(ofInstance, ofMachine())
                .filter(condition -> type.equals(condition.type()) && value.equals(condition.status()))
                .findFirst();
    }

    /** Of the machine alone. */
    Optional<Condition> own(String type) {
        return ofMachine()
                .filter(condition -> type.equals(condition.type()) && "True".equals(condition.status()))
                .findFirst();
    }

    private Stream<Condition> ofMachine() {
        return machine.map(VirtualMachine::getStatus).stream().flatMap(status -> status.conditions().stream());
    }

    /** What was last said about an object that somebody has to act on. */
    Optional<String> warning(Optional<? extends HasMetadata> object) {
        return object.flatMap(about -> warnings.stream()
                .filter(event -> Objects.equals(
                        about.getMetadata().getUid(), event.getInvolvedObject().getUid()))
                .max(Comparator.comparing(Circumstances::time))
                .map(Event::getMessage));
    }

    private static String time(Event event) {
        var micro = event.getEventTime() == null ? "" : event.getEventTime().getTime();
        return Objects.requireNonNullElse(event.getLastTimestamp(), Objects.requireNonNullElse(micro, ""));
    }
}
