package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/** Has a reconciler look again when a launcher has said something. */
final class PodWakes extends AbstractEventSource<Pod, VirtualMachineInstance> {
    PodWakes() {
        super(Pod.class, "launchers");
    }

    void wake(GuestPod pod) {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(new ResourceID(pod.vmiName(), pod.namespace())));
        }
    }

    @Override
    public Set<Pod> getSecondaryResources(VirtualMachineInstance vmi) {
        return Set.of();
    }
}
