package dev.yadori.api.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.webhook.Admission;
import dev.yadori.api.webhook.AdmissionAnswer;
import dev.yadori.api.webhook.AdmissionRequest;
import dev.yadori.crds.v1.KubeVirtLabels;
import java.util.Optional;

/** Keeps a migration as it was asked for, and findable. */
public final class MigrationUpdate implements Admission {

    @Override
    public AdmissionAnswer review(AdmissionRequest request) {
        if (request.isBeingDeleted()) {
            return AdmissionAnswer.ALLOWED;
        }
        Faults faults = new Faults();
        if (request.object().isPresent() && !request.leaves("spec")) {
            faults.forbidden(FieldPath.SPEC, "update of Migration object's spec is restricted");
        }
        JsonNode before = label(request.oldObject());
        if (request.object().isPresent() && !before.isMissingNode() && !before.equals(label(request.object()))) {
            faults.forbidden(
                    FieldPath.METADATA.field("labels").key(KubeVirtLabels.VMI_NAME),
                    "modifying a selector label is not allowed");
        }
        return AdmissionAnswer.of(faults.list());
    }

    private static JsonNode label(Optional<ObjectNode> object) {
        return object.<JsonNode>map(
                        found -> found.path("metadata").path("labels").path(KubeVirtLabels.VMI_NAME))
                .orElseGet(MissingNode::getInstance);
    }
}
