package dev.yadori.controller.vm;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineStatus.StateChangeAction;
import dev.yadori.crds.v1.VirtualMachineStatus.StateChangeRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The starts and stops that a VirtualMachine was asked for, in their order; the first is worked on. */
record Requests(List<StateChangeRequest> pending) {

    private static final String PAUSED = "paused";

    Requests {
        pending = List.copyOf(pending);
    }

    /**
     * Without those that are done. A stop is done when the instance that it names is gone, so that a start behind it does
     * not meet that instance; a start when there is an instance that has not ended.
     */
    Requests withoutSatisfied(Optional<VirtualMachineInstance> instance) {
        return new Requests(pending.stream()
                .dropWhile(request -> isSatisfied(request, instance))
                .toList());
    }

    Requests withStart() {
        var start = new StateChangeRequest(StateChangeAction.START, null, Map.of());
        return new Requests(Stream.concat(pending.stream(), Stream.of(start)).toList());
    }

    boolean hasStart() {
        return pending.stream().anyMatch(request -> request.action() == StateChangeAction.START);
    }

    Optional<StateChangeAction> first() {
        return pending.stream().map(StateChangeRequest::action).findFirst();
    }

    /** Whether the start that comes first shall leave the guest paused. */
    boolean startsPaused() {
        return !pending.isEmpty()
                && pending.getFirst().action() == StateChangeAction.START
                && "true".equals(pending.getFirst().data().get(PAUSED));
    }

    private static boolean isSatisfied(StateChangeRequest request, Optional<VirtualMachineInstance> instance) {
        return switch (request.action()) {
            case START -> InstanceLife.of(instance) == InstanceLife.ACTIVE;
            case STOP -> instance.filter(found -> isMeant(request, found)).isEmpty();
            // A word of a newer version, which this one could neither follow nor write back.
            case null, default -> true;
        };
    }

    private static boolean isMeant(StateChangeRequest request, VirtualMachineInstance instance) {
        return request.uid() == null
                || request.uid().equals(instance.getMetadata().getUid());
    }
}
