package dev.yadori.api.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.v1.KubeVirtNames;

/**
 * Gives a new VirtualMachine the controller's finalizer, which saves a write. Its spec is the user's and stays as it was
 * written.
 */
public final class MachineMutation implements Admission {

    @Override
    public AdmissionAnswer review(AdmissionRequest request) {
        ObjectNode given = request.object().orElse(null);
        if (request.operation() != AdmissionRequest.Operation.CREATE || given == null) {
            return AdmissionAnswer.ALLOWED;
        }
        ObjectNode wanted = given.deepCopy();
        Finalizers.add(wanted, KubeVirtNames.VM_CONTROLLER_FINALIZER);
        return AdmissionAnswer.change(given, wanted);
    }
}
