package dev.yadori.api.migration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.webhook.Admission;
import dev.yadori.api.webhook.AdmissionAnswer;
import dev.yadori.api.webhook.AdmissionRequest;
import dev.yadori.api.webhook.Finalizers;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.KubeVirtNames;

/** Gives a new migration its finalizer, and the label by which migrations of a guest are found. */
public final class MigrationMutation implements Admission {

    /** A label's value. A guest with a longer name is found by the spec alone. */
    private static final int LONGEST = 63;

    @Override
    public AdmissionAnswer review(AdmissionRequest request) {
        ObjectNode given = request.object().orElse(null);
        if (request.operation() != AdmissionRequest.Operation.CREATE || given == null) {
            return AdmissionAnswer.ALLOWED;
        }
        ObjectNode wanted = given.deepCopy();
        Finalizers.add(wanted, KubeVirtNames.MIGRATION_FINALIZER);
        String guest = given.path("spec").path("vmiName").asText();
        if (!guest.isEmpty() && guest.length() <= LONGEST && wanted.path("metadata") instanceof ObjectNode metadata) {
            ObjectNode labels =
                    metadata.path("labels") instanceof ObjectNode there ? there : metadata.putObject("labels");
            labels.put(KubeVirtLabels.VMI_NAME, guest);
        }
        return AdmissionAnswer.change(given, wanted);
    }
}
