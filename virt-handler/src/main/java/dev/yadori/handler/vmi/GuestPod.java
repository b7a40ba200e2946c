package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.KubeVirtNames;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/** A launcher pod and the guest's object that controls it. */
public record GuestPod(String uid, String namespace, String vmiName, String vmiUid) {
    private static final String KIND = "VirtualMachineInstance";

    /** Empty for a pod that no such object controls: a label alone proves nothing. */
    public static Optional<GuestPod> of(LauncherPodObject pod) {
        var meta = pod.getMetadata();
        return meta.getOwnerReferences().stream()
                .filter(GuestPod::isController)
                .findFirst()
                .map(owner -> new GuestPod(meta.getUid(), meta.getNamespace(), owner.getName(), owner.getUid()));
    }

    private static boolean isController(OwnerReference owner) {
        return Boolean.TRUE.equals(owner.getController())
                && KIND.equals(owner.getKind())
                && owner.getApiVersion().startsWith(KubeVirtNames.GROUP + "/");
    }
}
