package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.pod.GuestSize;
import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.CpuTopology;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.MemoryStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a status says as soon as there is a pod, and what does not change with the phases. */
record FirstStatus(VirtualMachineInstance vmi, LauncherPodState pod) {

    void addTo(StatusDraft draft) {
        var spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        GuestSize size = GuestSize.of(Objects.requireNonNull(spec.domain(), "spec.domain"));
        draft.set("activePods", null, Map.of(pod.uid(), pod.nodeName().orElse("")));
        draft.set("launcherContainerImageVersion", null, pod.image());
        pod.qosClass().ifPresent(qos -> draft.set("qosClass", null, qos));
        draft.set("runtimeUser", null, LauncherPodLayout.USER);
        draft.set("currentCPUTopology", null, new CpuTopology(size.sockets(), size.cores(), size.threads()));
        draft.set("memory", null, memory(size));
        revision().ifPresent(name -> draft.set("virtualMachineRevisionName", null, name));
    }

    private MemoryStatus memory(GuestSize size) {
        Quantity guest = GuestSize.quantity(size.memoryBytes());
        return new MemoryStatus(
                guest,
                guest,
                guest,
                pod.overheadBytes().map(GuestSize::quantity).orElse(null));
    }

    /** The revision of the VirtualMachine that the object was made from: its name follows from owner and generation. */
    private Optional<String> revision() {
        Optional<String> owner = vmi.getMetadata().getOwnerReferences().stream()
                .filter(reference ->
                        Boolean.TRUE.equals(reference.getController()) && "VirtualMachine".equals(reference.getKind()))
                .map(OwnerReference::getUid)
                .findFirst();
        Map<String, String> annotations = vmi.getMetadata().getAnnotations();
        String generation = annotations == null ? null : annotations.get(KubeVirtAnnotations.VM_GENERATION);
        return owner.filter(_ -> generation != null).map(uid -> "revision-start-vm-" + uid + "-" + generation);
    }
}
